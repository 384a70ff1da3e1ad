-- check: income_equals_expenditure
-- title: 收入总计与支出总计不等 | Income and expenditure do not balance
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 收支总表、财政拨款收支总表和正文：收入总计 = 支出总计；财政拨款收支总表每类资金：本年收入 + 年初结转 = 支出总计 | In the
--     summary, the appropriation table and the text total income equals total expenditure; for each fund of the
--     appropriation table the year's income and the carry-over make its total expenditure
-- says: {1}“{2}”为{stated}，{3}为{expected}，相差{difference}[，可由四舍五入解释{notice}]。 |
--     {4}: "{2}" is {stated} but the {5} is {expected}, a difference of {difference}[; rounding explains it{notice}].
with figures as (
    select
        disclosure_id, table_no, table_code, row_no, column_no, side, row_role, item_code, item_name, measure, amount_yuan, unit, value_status,
        basis, place, copy_no, cell_id, table_zh, table_en, measure_zh
    from figure
    where table_code in ('summary', 'appropriation', 'statement') and side in ('income', 'expenditure')
),

totals as (
    select
        *,
        -- In the text expenditure belongs to the income stated last before it (a document may speak of each of its units).
        if(basis = 'table', 1, count(*) filter (where side = 'income') over (sheet order by row_no, column_no)) as passage
    from figures
    where measure = 'total' and row_role = 'total' and item_code is null
    window sheet as (partition by disclosure_id, table_no)
),

-- The carry-over by fund, where the table breaks it down (or has none).
sources as (
    select
        *, if(measure = 'carryover', item_code, measure) as fund,
        count(amount_yuan) filter (where measure = 'carryover' and item_code is not null) over sheet > 0
            or bool_or(measure = 'carryover') over sheet and count(amount_yuan) filter (where measure = 'carryover') over sheet = 0 as broken_down
    from figures
    where table_code = 'appropriation' and side = 'income'
    window sheet as (partition by disclosure_id, table_no)
),

of_fund as (
    select
        disclosure_id, table_no, fund as measure, count(amount_yuan) as figures, sum(amount_yuan) as sum_yuan,
        bool_and(value_status in ('reported', 'zero', 'blank')) as known,
        string_agg(plain_money(amount_yuan, unit), ' + ' order by row_no) as terms, list(cell_id order by row_no) as cells
    from sources
    where broken_down and row_role = 'leaf' and fund in ('general_budget', 'government_fund', 'state_capital')
    group by disclosure_id, table_no, fund
),

held as (
    select
        e.disclosure_id, e.table_zh, e.table_en, e.copy_no, e.item_name, e.unit, e.cell_id, e.amount_yuan, e.value_status,
        i.item_name as against_zh, 'income' as against_en, 1 as figures, greatest(e.place, i.place) as place, i.amount_yuan as sum_yuan,
        plain_money(i.amount_yuan, i.unit) as terms, [i.cell_id] as cells
    from totals as e
    join totals as i using (disclosure_id, table_no, passage)
    where e.side = 'expenditure' and i.side = 'income' and i.value_status in ('reported', 'zero', 'blank')
    union all
    select
        e.disclosure_id, e.table_zh, e.table_en, e.copy_no, concat(e.item_name, ' ', e.measure_zh), e.unit, e.cell_id, e.amount_yuan, e.value_status,
        '该类资金本年收入与年初结转之和', 'income of that fund with its carry-over', o.figures, e.place, o.sum_yuan,
        if(contains(o.terms, ' + '), concat(o.terms, ' = ', plain_money(o.sum_yuan, e.unit)), o.terms), o.cells
    from figures as e
    join of_fund as o using (disclosure_id, table_no, measure)
    where e.table_code = 'appropriation' and e.side = 'expenditure' and e.row_role = 'total' and o.known
)

select
    disclosure_id, concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_name) as subject,
    graded(coalesce(amount_yuan, 0) - coalesce(sum_yuan, 0), figures, place) as severity,
    amount_yuan as stated_yuan, sum_yuan as expected_yuan, unit, if(sum_yuan is null, '—', null) as expected,
    coalesce(amount_yuan, 0) - coalesce(sum_yuan, 0) as difference_yuan,
    concat(coalesce(terms, '0'), if(coalesce(amount_yuan, 0) = coalesce(sum_yuan, 0), ' = ', ' ≠ '), coalesce(plain_money(amount_yuan, unit), '0'))
        as arithmetic,
    [table_zh, item_name, against_zh, table_en, against_en] as told, [cell_id] as stated_cells, cells as expected_cells
from held
where value_status in ('reported', 'zero', 'blank') and (amount_yuan is not null or sum_yuan is not null)
