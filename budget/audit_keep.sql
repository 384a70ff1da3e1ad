-- From `tested` (see audit.sql), `compared` and `found` (see audit_found.sql) into the store: a verdict for every disclosure and check of this batch,
-- the findings with their cells, and the ties. Run once per batch; `running` holds the checks that were run, `sentence` the
-- messages of their findings. A message that lacks a word must not keep the others out: the check's title stands for it.

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

insert into finding
with printed as (
    select x.finding_id, string_agg(c.raw_text, '|' order by x.role desc, x.place) as text
    from found
    join finding_cell as x using (finding_id)
    join cell as c using (cell_id)
    group by x.finding_id
)
select
    f.finding_id, f.check_id, f.severity, f.disclosure_id, f.subject, f.stated, f.expected, f.difference_yuan, f.arithmetic,
    coalesce(s.zh, c.title_zh || '：' || f.subject), coalesce(s.en, c.title_en || ': ' || f.subject),
    md5(concat_ws('|', f.severity, f.stated, f.expected, f.difference_yuan, f.arithmetic, p.text))
from found as f
join audit_check as c using (check_id)
left join sentence as s using (finding_id)
left join printed as p using (finding_id)
order by f.disclosure_id, f.check_id, f.finding_id;

insert into tie
select disclosure_id, check_id, subject, stated, expected, difference_yuan, arithmetic, severity is null as holds, stated_cells, expected_cells
from compared
where arithmetic is not null
order by disclosure_id, check_id, subject, stated_cells;
