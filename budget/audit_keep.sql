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
-- the fingerprint changes with them (not with our wording), so that a review of earlier figures can be told. A document odd enough to give two
-- findings of one name, or a message that lacks a word, must not keep the others out of the store: the second gets a
-- number, the message falls back to the check's title, and a finding without a cell rests on the document's title.
create or replace table found as
with named as (
    select
        t.* replace (
            -- a name with quotation marks of its own has single ones inside those of the message
            regexp_replace(
                coalesce(t.message_zh, c.title_zh || '：' || t.subject), '“([^“”]*)“([^“”]*)”([^“”]*)”', '“\1‘\2’\3”', 'g'
            ) as message_zh,
            coalesce(t.message_en, c.title_en || ': ' || t.subject) as message_en,
            list_filter(t.stated_cells, lambda one: one is not null) as stated_cells,
            list_filter(t.expected_cells, lambda one: one is not null) as expected_cells
        ),
        m.cell_id as title_cell
    from tested as t
    join audit_check as c using (check_id)
    left join mention as m on m.disclosure_id = t.disclosure_id and m.kind = 'title'
    where t.severity is not null
),
rested as (
    select * replace (if(len(stated_cells) = 0, [title_cell], stated_cells) as stated_cells)
    from named
),
keyed as (
    select *, disclosure_id || '.' || check_id || '.' || left(md5(concat_ws(' ', subject, stated_cells[1])), 8) as key
    from rested
)
select
    key || if(nth = 1, '', '.' || nth) as finding_id, * exclude (nth, key)
from (
    select *, row_number() over (partition by key order by stated_cells, expected_cells, message_zh) as nth
    from keyed
);

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
    f.finding_id, f.check_id, f.severity, f.disclosure_id, f.subject, f.stated, f.expected, f.difference_yuan, f.arithmetic, f.message_zh, f.message_en,
    md5(concat_ws('|', f.severity, f.stated, f.expected, f.difference_yuan, f.arithmetic, p.text))
from found as f
left join printed as p using (finding_id)
order by f.disclosure_id, f.check_id, f.finding_id;

insert into tie
select disclosure_id, check_id, subject, stated, expected, difference_yuan, arithmetic, severity is null as holds, stated_cells, expected_cells
from tested
where arithmetic is not null
order by disclosure_id, check_id, subject, stated_cells;
