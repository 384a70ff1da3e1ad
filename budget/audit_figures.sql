-- Tables that checks may read beside those of schema.sql: sums of money as printed. Run once per batch. Unit: yuan.

-- Sums of money as printed (nothing derived), with where they stand and in what words.
-- copy_no: 1 for the first table of its kind in the document, 2 for the next (a document may repeat them for each unit).
-- place: the finest place printed in that table, or in the sentences of that unit, in yuan.
create or replace table figure as
with printed as (
    select
        a.*, d.kind, d.fiscal_year as document_year, coalesce(c.table_no, 0) as sheet, c.table_no, c.row_no, c.column_no, c.line_start,
        c.column_header, place_of(a.amount_raw, a.unit) as own_place
    from amount as a
    join disclosure as d using (disclosure_id)
    join cell as c using (cell_id)
    where a.basis <> 'derived'
),

-- what holds for all figures of a table, found once for each
of_table as (
    select
        p.disclosure_id, p.basis, p.sheet, p.table_code, p.unit,
        if(p.basis = 'prose', 1, dense_rank() over (partition by p.disclosure_id, p.table_code, p.basis order by p.sheet)) as copy_no,
        min(p.place) over (partition by p.disclosure_id, p.basis, p.sheet, p.unit) as place,
        if(p.basis = 'prose', '正文', coalesce(t.name, k.zh, p.table_code)) as table_zh,
        if(p.basis = 'prose', 'the text', coalesce(t.name_en, k.en, p.table_code)) as table_en
    from (select disclosure_id, basis, sheet, table_code, unit, min(own_place) as place from printed group by all) as p
    left join statutory_table as t on t.section_code = 'table_' || p.table_code
    left join word as k on k.code = p.table_code
)

select
    p.* exclude (sheet, own_place), t.copy_no, t.place,
    coalesce(m.zh, p.measure) as measure_zh, coalesce(m.en, p.measure) as measure_en, t.table_zh, t.table_en
from printed as p
join of_table as t using (disclosure_id, basis, sheet, table_code, unit)
left join word as m on m.code = p.measure;

-- One row per figure of which other columns of its row are the parts (list row_parts): what these come to.
create or replace table row_sum as
with placed as (
    select f.*, coalesce(r.path, '') as path
    from figure as f
    join row_parts as r using (table_code, measure)
),

-- What a column is part of is the longest path printed in that row that its own begins with.
parent as (
    select c.amount_id, arg_max(p.amount_id, len(p.path)) as parent_id
    from placed as c
    join placed as p
        on p.disclosure_id = c.disclosure_id and p.table_no = c.table_no and p.row_no = c.row_no and p.side = c.side
        and len(p.path) < len(c.path) and starts_with(c.path, p.path)
    group by c.amount_id
)

select
    p.parent_id, coalesce(sum(c.amount_yuan), 0) as sum_yuan, count(c.amount_yuan) as figures,
    count(*) filter (where c.value_status = 'blank') as blanks, bool_and(c.value_status in ('reported', 'zero', 'blank')) as known,
    string_agg(plain_money(c.amount_yuan, c.unit), ' + ' order by c.column_no) filter (where c.amount_yuan is not null) as terms,
    list(c.cell_id order by c.column_no) as cells
from parent as p
join placed as c using (amount_id)
group by p.parent_id;
