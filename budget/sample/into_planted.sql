-- What was planted in a region's documents, and where.
insert into planted
select d.id, e.error, e.check_id, e.also, e.title, d.id || '.' || e.cell
from worked as d
join form_edit as e on e.form = d.form
order by d.n;
