-- check: summary_income_adds_up
-- title: 收入各项相加不等于合计 | Income items do not add up
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 收支总表、财政拨款收支总表：各项收入之和 = 本年收入合计，本年收入合计与结转之和 = 收入总计；正文所列各项收入之和 = 预算收入
--     | In the summary and the appropriation table income items add up to the year's income, and with the carry-over to the
--     total; items named in the text add up to the income it states
-- says: {1}“{2}”为{stated}，各项之和为{expected}[（其中{3}项空白，按零计）]，相差{difference}[，可由四舍五入解释{notice}][；也可能没有列全，需人工判断{warning}]。 |
--     {4}: "{2}" is {stated}, its items add up to {expected}[ (blank items, counted as nothing: {3})], which differs by
--     {difference}[; rounding explains it{notice}][; not all items may be named: a person must judge{warning}].
with income as (
    select
        disclosure_id, table_no, row_no, column_no, item_name, measure, amount_yuan, unit, value_status, basis, place, copy_no, cell_id,
        table_zh, table_en,
        case when basis = 'prose' and measure <> 'total' then null when row_role = 'total' then 'total'
            when item_code = 'current_year' then 'current_year' end as whole,
        -- in the text a total opens the list of its items (a document may speak of each of its units)
        if(basis = 'table', 1, count(*) filter (where measure = 'total') over (sheet order by row_no, column_no)) as passage,
        bool_or(item_code = 'current_year' and row_role <> 'total') over sheet as has_year
    from figure
    where side = 'income' and table_code in ('summary', 'appropriation', 'statement') and measure <> 'change'
        and (measure <> 'carryover' or item_code is null)  -- its sources are held by carryover_adds_up
    window sheet as (partition by disclosure_id, table_no)
),

-- What the text says again of one total (so behind itself in order) is not counted again.
once as (
    select *
    from income
    qualify basis = 'table' or (passage, measure) is distinct from
        lag((passage, measure)) over (partition by disclosure_id, table_no order by passage, measure, row_no, column_no)
),

-- Items belong to the year's income where it is printed; it and the carry-over belong to the total.
sums as (
    select
        disclosure_id, table_no, passage,
        if(has_year and whole is null and measure not in ('carryover', 'unit_balance'), 'current_year', 'total') as whole,
        sum(amount_yuan) as sum_yuan, count(amount_yuan) as figures, bool_and(value_status in ('reported', 'zero', 'blank')) as known,
        count(*) filter (where value_status = 'blank') as blanks,
        list(amount_yuan order by row_no, column_no) filter (where amount_yuan is not null) as amounts,
        list(cell_id order by row_no, column_no) as cells
    from once
    where whole is distinct from 'total'
    group by 1, 2, 3, 4
),

held as (
    select
        w.*, coalesce(s.sum_yuan, 0) as sum_yuan, s.blanks, s.cells,
        graded(coalesce(w.amount_yuan, 0) - coalesce(s.sum_yuan, 0), s.figures, w.place) as grade,
        array_to_string(list_transform(s.amounts, lambda one: plain_money(one, w.unit)), ' + ') as terms
    from once as w
    join sums as s using (disclosure_id, table_no, passage, whole)
    where s.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or s.figures > 0)
)

select
    disclosure_id, concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_name) as subject,
    -- Sentences may leave items out: less than the whole is only a doubt.
    if(grade = 'error' and basis = 'prose' and amount_yuan > sum_yuan, 'warning', grade) as severity,
    amount_yuan as stated_yuan, sum_yuan as expected_yuan, unit, coalesce(terms, '0') as terms,
    [table_zh, item_name, nullif(blanks, 0)::varchar, table_en] as told, [cell_id] as stated_cells, cells[:12] as expected_cells
from held
