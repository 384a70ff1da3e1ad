-- check: income_equals_expenditure
-- title: 收入总计与支出总计不等 | Income and expenditure do not balance
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 收支总表、财政拨款收支总表和正文：收入总计 = 支出总计；财政拨款收支总表每类资金：本年收入 + 年初结转 = 支出总计 | In the
--     summary, the appropriation table and the text total income equals total expenditure; for each fund of the
--     appropriation table the year's income and the carry-over make its total expenditure
with totals as (
    -- In the text expenditure belongs to the income stated last before it (a document may speak of each of its units).
    select
        *, if(basis = 'table', 1, sum((side = 'income')::integer) over (partition by disclosure_id, table_no order by row_no, column_no)) as passage
    from figure
    where side in ('income', 'expenditure') and measure = 'total' and row_role = 'total' and item_code is null
        and (table_code in ('summary', 'appropriation') or (basis = 'prose' and table_code = 'statement'))
),

whole as (
    select
        e.disclosure_id, e.table_zh, e.table_en, e.copy_no, e.item_name, e.unit, e.cell_id, e.amount_yuan, 1 as figures,
        i.item_name as against_zh, 'income' as against_en, greatest(e.place, i.place) as place, i.amount_yuan as sum_yuan,
        i.amount_yuan is not null as given, plain_money(i.amount_yuan, i.unit) as terms, [i.cell_id] as cells,
        e.value_status in ('reported', 'zero', 'blank') and i.value_status in ('reported', 'zero', 'blank') as known
    from totals as e
    join totals as i using (disclosure_id, table_no, passage)
    where e.side = 'expenditure' and i.side = 'income'
),

-- The carry-over by fund, where the table breaks it down (or has none).
sources as (
    select disclosure_id, table_no
    from figure
    where table_code = 'appropriation' and side = 'income' and measure = 'carryover'
    group by all
    having count(amount_yuan) filter (where item_code is not null) > 0 or count(amount_yuan) filter (where item_code is null) = 0
),

of_fund as (
    select
        f.disclosure_id, f.table_no, if(f.measure = 'carryover', f.item_code, f.measure) as fund, count(f.amount_yuan) as figures,
        sum(f.amount_yuan) as sum_yuan, bool_and(f.value_status in ('reported', 'zero', 'blank')) as known,
        string_agg(plain_money(f.amount_yuan, f.unit), ' + ' order by f.row_no) as terms, list(f.cell_id order by f.row_no) as cells
    from figure as f
    join sources using (disclosure_id, table_no)
    where f.table_code = 'appropriation' and f.side = 'income' and f.row_role = 'leaf'
        and fund in ('general_budget', 'government_fund', 'state_capital')
    group by all
),

by_fund as (
    select
        e.disclosure_id, e.table_zh, e.table_en, e.copy_no, concat(e.item_name, ' ', e.measure_zh) as item_name, e.unit, e.cell_id, e.amount_yuan,
        o.figures, '该类资金本年收入与年初结转之和' as against_zh, 'income of that fund with its carry-over' as against_en, e.place, o.sum_yuan,
        o.figures > 0 as given, o.terms, o.cells, o.known and e.value_status in ('reported', 'zero', 'blank') as known
    from figure as e
    join of_fund as o on o.disclosure_id = e.disclosure_id and o.table_no = e.table_no and o.fund = e.measure
    where e.table_code = 'appropriation' and e.side = 'expenditure' and e.row_role = 'total'
),

held as (
    select *, coalesce(amount_yuan, 0) - coalesce(sum_yuan, 0) as difference, graded(difference, figures, place) as grade
    from (from whole union all by name from by_fund)
    where known and (amount_yuan is not null or given)
)

select
    disclosure_id, concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_name) as subject, grade as severity,
    coalesce(money(amount_yuan, unit), '—') as stated, coalesce(money(sum_yuan, unit), '—') as expected, difference as difference_yuan,
    concat(coalesce(terms, '0'), if(contains(terms, ' + '), ' = ' || plain_money(sum_yuan, unit), ''), if(difference = 0, ' = ', ' ≠ '),
        coalesce(plain_money(amount_yuan, unit), '0')) as arithmetic,
    concat(table_zh, '“', item_name, '”为', coalesce(money(amount_yuan, unit), '空白'), '，', against_zh, '为',
        coalesce(money(sum_yuan, unit), '空白'), '，相差', money(abs(difference), unit), if(grade = 'notice', '，可由四舍五入解释', ''), '。') as message_zh,
    concat(upper(table_en[1]), table_en[2:], ': "', item_name, '" is ', coalesce(money(amount_yuan, unit), 'blank'), ' but the ', against_en, ' is ',
        coalesce(money(sum_yuan, unit), 'blank'), ', a difference of ', money(abs(difference), unit),
        if(grade = 'notice', '; rounding explains it', ''), '.') as message_en,
    [cell_id] as stated_cells, cells as expected_cells
from held
