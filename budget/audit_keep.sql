-- From `tested` (see audit.sql) into the store: a verdict for every disclosure and check of this batch, the findings with
-- their cells, and the ties. Run once per batch; `running` holds the checks that were run.

insert into verdict
select d.disclosure_id, c.check_id,
    case when count(t.check_id) = 0 then 'not_applicable'
        when count(*) filter (where t.severity in ('error', 'warning', 'notice')) > 0 then 'failed' else 'passed' end,
    count(t.check_id), count(t.severity)
from disclosure as d
cross join running as c
left join tested as t on t.disclosure_id = d.disclosure_id and t.check_id = c.check_id
group by d.disclosure_id, c.check_id
order by d.disclosure_id, c.check_id;

-- A finding keeps its identifier as long as it is about the same thing at the same place, whatever the figures say;
-- the fingerprint changes with them, so that a review of earlier figures can be told.
create or replace temp table found as
select
    disclosure_id || '.' || check_id || '.' || left(md5(concat_ws(' ', subject, stated_cells[1])), 8) as finding_id, *
from tested
where severity is not null;

insert into finding
select
    finding_id, check_id, severity, disclosure_id, subject, stated, expected, difference_yuan, arithmetic, message_zh, message_en,
    md5(concat_ws('|', severity, stated, expected, difference_yuan, arithmetic, message_zh))
from found
order by disclosure_id, check_id, finding_id;

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
from tested
where arithmetic is not null
order by disclosure_id, check_id, subject, stated_cells;
