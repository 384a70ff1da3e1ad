-- check: row_adds_up
-- title: 一行的合计与各栏之和不等 | A row does not equal its parts
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 收入总表各行：合计 = 本年收入小计 + 上年结转，小计 = 各来源之和；支出各表的科目行：合计 = 基本支出 + 项目支出等，基本支出 =
--     人员经费 + 公用经费（合计行见另外两项检查） | Rows of the revenue table: total = the year's income + carry-over, the
--     year's income = its sources; rows of codes in the expenditure tables: total = basic + project and so on, basic =
--     personnel + public (their total rows have checks of their own)
-- says: {1}“{2}”行“{3}”栏为{stated}，同行各组成栏之和为{expected}[（空白栏按零计）{4}]，相差{difference}[，可由四舍五入解释{notice}]。 |
--     {5}, row "{2}", column "{6}": {stated} is printed, the parts in the same row add up to {expected}[ (blanks counted as
--     nothing){4}], which differs by {difference}[; rounding explains it{notice}].
with parts as (
    select s.*
    from row_sum as s
    join figure as w on w.amount_id = s.parent_id
    where w.table_code = 'revenue' or (w.table_code <> 'appropriation' and w.row_role <> 'total')
)

select
    w.disclosure_id, concat_ws(' ', w.table_zh, if(w.copy_no > 1, w.copy_no, null), w.item_code, w.item_name, w.measure_zh) as subject,
    graded(coalesce(w.amount_yuan, 0) - p.sum_yuan, p.figures, w.place) as severity,
    w.amount_yuan as stated_yuan, p.sum_yuan as expected_yuan, w.unit, coalesce(p.terms, '0') as terms,
    [w.table_zh, w.item_name, w.measure_zh, if(p.blanks > 0, '', null), w.table_en, w.measure_en] as told,
    [w.cell_id] as stated_cells, p.cells as expected_cells
from figure as w
join parts as p on p.parent_id = w.amount_id
where p.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or p.figures > 0)
