-- The documents of a region themselves. source_format 'synthetic' says of each that there is no such document.
insert into disclosure
select
    d.id, d.department_id, d.year, f.year_basis, f.kind, written(f.title, null, d.region_name, d.region_code, d.year), f.unit_code,
    'synthetic-' || d.id || '.txt', d.source_sha256, 'synthetic', f.source_lines, 1, 'mingzhang synthetic'
from worked as d
join form_disclosure as f on f.form = d.form
order by d.n;
