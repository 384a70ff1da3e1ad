-- From `compared` and `found` (see audit_found.sql) into the store: the cells of the findings, and the ties. Run once per batch; neither
-- statement needs the other.

insert into finding_cell
with named as (
    select finding_id, 'stated' as role, unnest(stated_cells) as cell_id, generate_subscripts(stated_cells, 1) as place from found
    union all
    select finding_id, 'expected', unnest(expected_cells), generate_subscripts(expected_cells, 1) from found
)
select finding_id, cell_id, role, place
from named
qualify row_number() over (partition by finding_id, cell_id order by role = 'expected', place) = 1
order by finding_id, role desc, place;

insert into tie
select disclosure_id, check_id, subject, stated, expected, difference_yuan, arithmetic, severity is null as holds, stated_cells, expected_cells
from compared
where arithmetic is not null
order by disclosure_id, check_id, subject, stated_cells;
