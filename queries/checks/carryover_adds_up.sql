-- check: carryover_adds_up
-- title: 结转按来源相加不等 | Carry-over by source does not add up
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 财政拨款收支总表：年初结转和结余 = 一般公共预算、政府性基金、国有资本经营三类结转之和；三类都空白时只作警告 | In the
--     appropriation table the carry-over equals its three sources; where all three are blank, only a warning
-- says: {1}“{2}”为{stated}，其下各来源均为空白，无法核对其构成。{warning} |
--     {3}: "{2}" is {stated}, but every source below it is blank, so that it cannot be held against them.
-- says: {1}“{2}”为{stated}，各来源之和为{expected}[（空白按零计）{4}]，相差{difference}[，可由四舍五入解释{notice}]。 |
--     {3}: "{2}" is {stated}, its sources add up to {expected}[ (blanks counted as nothing){4}], which differs by
--     {difference}[; rounding explains it{notice}].
with carried as (
    select
        disclosure_id, table_no, row_no, item_code, item_name, amount_yuan, unit, value_status, place, copy_no, cell_id, table_zh, table_en
    from figure
    where table_code = 'appropriation' and side = 'income' and measure = 'carryover'
),

parts as (
    select
        disclosure_id, table_no, coalesce(sum(amount_yuan), 0) as sum_yuan, count(amount_yuan) as figures,
        bool_or(value_status = 'blank') as blanks, bool_and(value_status in ('reported', 'zero', 'blank')) as known,
        string_agg(plain_money(amount_yuan, unit), ' + ' order by row_no) as terms, list(cell_id order by row_no) as cells
    from carried
    where item_code is not null
    group by disclosure_id, table_no
)

select
    w.disclosure_id, concat_ws(' ', w.table_zh, if(w.copy_no > 1, w.copy_no, null), w.item_name) as subject,
    if(p.figures = 0 and w.amount_yuan <> 0, 'warning', graded(coalesce(w.amount_yuan, 0) - p.sum_yuan, p.figures, w.place)) as severity,
    w.amount_yuan as stated_yuan, p.sum_yuan as expected_yuan, w.unit, coalesce(p.terms, '0') as terms,
    [w.table_zh, w.item_name, w.table_en, if(p.blanks, '', null)] as told, [w.cell_id] as stated_cells, p.cells as expected_cells
from carried as w
join parts as p using (disclosure_id, table_no)
where w.item_code is null and p.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or p.figures > 0)
