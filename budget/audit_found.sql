-- From `tested` (see audit_tested.sql) to the findings of this batch, in the tables `compared` and `found`. audit_keep.sql takes over
-- their cells and ties, audit_tell.sql the findings, once audit.py has put their messages into words.

-- What is kept beside the verdict: findings and ties. Where a check gives sums with their unit, the texts follow.
create or replace table compared as
select
    * replace (
        coalesce(stated, if(unit is null, null, coalesce(money(stated_yuan, unit), '—'))) as stated,
        coalesce(expected, money(expected_yuan, unit)) as expected,
        coalesce(difference_yuan, if(unit is null, null, coalesce(stated_yuan, 0) - expected_yuan)) as difference_yuan,
        coalesce(arithmetic, terms || ' = ' || plain_money(expected_yuan, unit)) as arithmetic
    )
from tested
where severity is not null or arithmetic is not null or terms is not null;

-- A finding keeps its identifier as long as it is about the same thing at the same place, whatever the figures say;
-- the fingerprint changes with them (not with our wording), so that a review of earlier figures can be told. A document odd
-- enough to give two findings of one name must not keep the others out of the store: the second gets a number; and a
-- finding without a cell rests on the document's title.
create or replace table found as
with named as (
    select
        t.* replace (
            list_filter(t.stated_cells, lambda one: one is not null) as stated_cells,
            list_filter(t.expected_cells, lambda one: one is not null) as expected_cells
        ),
        m.cell_id as title_cell
    from compared as t
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
    select *, row_number() over (partition by key order by stated_cells, expected_cells, told) as nth
    from keyed
);
