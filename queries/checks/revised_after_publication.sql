-- check: revised_after_publication
-- title: 公开后数字有改动 | A figure was changed after publication
-- severity: notice
-- family: across
-- rests on: consistency
-- method: 同一部门、年度、类型的文件有多个版本时，前一版的合计数 = 后一版的同一数；改动应有说明，需人工判断 | Where one department's document
--     of a year is there in several revisions, the totals of each are those of the next; a change is to be explained, and judged
-- says: {1}“{2}”的{3}在这一版为 {stated}，后一版改为 {expected}，需人工判断。 | {4}: {5} of "{2}" is {stated} here and {expected} in the next revision;
--     this needs a reader's judgement.
-- store: yes
with turn as (
    select
        disclosure_id, lead(disclosure_id) over revisions as next_id, lag(disclosure_id) over revisions as last_id
    from disclosure
    window revisions as (partition by department_id, fiscal_year, kind order by revision)
    qualify next_id is not null or last_id is not null
),

-- Totals that one table, side, item and measure name once only.
total as (
    select
        t.next_id, f.disclosure_id, f.table_code, f.side, coalesce(f.item_code, '') as item_code, f.item_name, f.measure, f.basis, f.copy_no,
        f.amount_yuan, f.unit, f.cell_id, f.table_zh, f.table_en, f.measure_zh, f.measure_en
    from figure as f
    join turn as t using (disclosure_id)
    where f.row_role = 'total' and f.amount_yuan is not null and f.fiscal_year = f.document_year
    qualify count(*) over (partition by f.disclosure_id, f.table_code, f.side, f.item_code, f.item_name, f.measure, f.basis, f.copy_no) = 1
)

select
    o.disclosure_id,
    concat_ws(' ', o.table_zh, if(o.copy_no > 1, o.copy_no, null), o.side, o.item_name, o.measure_zh) as subject,
    if(o.amount_yuan = n.amount_yuan, null, 'notice') as severity,
    o.amount_yuan as stated_yuan, n.amount_yuan as expected_yuan, o.unit,
    [o.table_zh, o.item_name, o.measure_zh, o.table_en, o.measure_en] as told,
    [o.cell_id] as stated_cells, [n.cell_id] as expected_cells
from total as o
join total as n
    on n.disclosure_id = o.next_id and n.table_code = o.table_code and n.side = o.side and n.item_code = o.item_code
    and n.item_name = o.item_name and n.measure = o.measure and n.basis = o.basis and n.copy_no = o.copy_no
