-- check: summary_expenditure_adds_up
-- title: 支出各项相加不等于合计 | Expenditure items do not add up
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 收支总表、财政拨款收支总表各栏：各类支出之和 = 本年支出合计，本年支出合计与年终结转之和 = 支出总计 | In every column of the
--     summary and the appropriation table classes add up to the year's expenditure, and with what is carried over to the total
-- says: {1}“{2}”行“{3}”栏为{stated}，各项之和（空白按零计）为{expected}，相差{difference}[，可由四舍五入解释{notice}]。 |
--     {4}, row "{2}", column "{5}": {stated} is printed, the items (blanks counted as nothing) add up to {expected}, which
--     differs by {difference}[; rounding explains it{notice}].
with spending as (
    select
        disclosure_id, table_no, row_no, measure, item_code, item_name, amount_yuan, unit, value_status, place, copy_no, cell_id,
        table_zh, table_en, measure_zh, measure_en,
        case when row_role = 'total' then 'total' when item_code = 'current_year' then 'current_year' end as whole,
        bool_or(whole = 'current_year') over (partition by disclosure_id, table_no, measure) as has_year
    from figure
    where side = 'expenditure' and table_code in ('summary', 'appropriation')
),

-- Classes belong to the year's expenditure where it is printed; it and what is carried over belong to the total.
sums as (
    select
        disclosure_id, table_no, measure,
        if(has_year and whole is null and coalesce(item_code, '') not in ('carryover_out', 'balance_distribution'), 'current_year', 'total') as whole,
        coalesce(sum(amount_yuan), 0) as sum_yuan, count(amount_yuan) as figures,
        bool_and(value_status in ('reported', 'zero', 'blank')) as known,
        string_agg(plain_money(amount_yuan, unit), ' + ' order by row_no) as terms,
        list(cell_id order by row_no) filter (where amount_yuan is not null or item_code = 'current_year') as cells
    from spending
    where whole is distinct from 'total'
    group by 1, 2, 3, 4
)

select
    w.disclosure_id, concat_ws(' ', w.table_zh, if(w.copy_no > 1, w.copy_no, null), w.item_name, w.measure_zh) as subject,
    graded(coalesce(w.amount_yuan, 0) - s.sum_yuan, s.figures, w.place) as severity,
    w.amount_yuan as stated_yuan, s.sum_yuan as expected_yuan, w.unit, coalesce(s.terms, '0') as terms,
    [w.table_zh, w.item_name, w.measure_zh, w.table_en, w.measure_en] as told, [w.cell_id] as stated_cells, coalesce(s.cells, []) as expected_cells
from spending as w
join sums as s using (disclosure_id, table_no, measure, whole)
where s.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or s.figures > 0)
