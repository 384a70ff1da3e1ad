-- check: summary_income_adds_up
-- title: 收入各项相加不等于合计 | Income items do not add up
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 收支总表、财政拨款收支总表：各项收入之和 = 本年收入合计，本年收入合计与结转之和 = 收入总计；正文所列各项收入之和 = 预算收入
--     | In the summary and the appropriation table income items add up to the year's income, and with the carry-over to the
--     total; items named in the text add up to the income it states
with income as (
    select
        *,
        case when row_role = 'total' then 'total' when item_code = 'current_year' then 'current_year' else 'item' end as standing,
        measure in ('carryover', 'unit_balance') as beside_the_year,
        -- in the text a total opens the list of its items (a document may speak of each of its units)
        if(basis = 'table', 1, sum((measure = 'total')::integer) over (partition by disclosure_id, table_no order by row_no, column_no)) as passage
    from figure
    where side = 'income' and (table_code in ('summary', 'appropriation') or (basis = 'prose' and table_code = 'statement'))
        and measure <> 'change'
        and (measure <> 'carryover' or item_code is null)  -- its sources are held by carryover_adds_up
),

sheets as (select disclosure_id, table_no, count(*) filter (where standing = 'current_year') as has_year from income group by all),

-- Items belong to the year's income where it is printed; it and the carry-over belong to the total.
ranked as (
    select
        i.* replace (case when i.basis = 'prose' and i.measure <> 'total' then 'item' else i.standing end as standing), s.has_year
    from income as i
    join sheets as s using (disclosure_id, table_no)
    qualify basis = 'table' or row_number() over (partition by disclosure_id, table_no, passage, measure order by row_no, column_no) = 1
),

sums as (
    select
        w.cell_id, sum(p.amount_yuan) as sum_yuan, count(p.amount_yuan) as figures,
        bool_and(p.value_status in ('reported', 'zero', 'blank')) as known,
        count(*) filter (where p.value_status = 'blank') as blanks,
        string_agg(plain_money(p.amount_yuan, w.unit), ' + ' order by p.row_no, p.column_no) filter (where p.amount_yuan is not null) as terms,
        list(p.cell_id order by p.row_no, p.column_no) as cells
    from ranked as w
    join ranked as p using (disclosure_id, table_no, passage)
    where (w.standing = 'current_year' and p.standing = 'item' and not p.beside_the_year)
        or (w.standing = 'total' and (p.standing = 'current_year' or (p.standing = 'item' and (p.has_year = 0 or p.beside_the_year))))
    group by w.cell_id
),

held as (
    select
        w.*, coalesce(s.sum_yuan, 0) as sum_yuan, s.figures, s.blanks, coalesce(s.terms, '0') as terms, s.cells,
        coalesce(w.amount_yuan, 0) - coalesce(s.sum_yuan, 0) as difference
    from ranked as w
    join sums as s using (cell_id)
    where s.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or s.figures > 0)
),

-- Sentences may leave items out: less than the whole is only a doubt.
weighed as (
    select *, graded(difference, figures, place) as weight, if(basis = 'prose' and difference > 0 and weight = 'error', 'warning', weight) as grade
    from held
)

select
    disclosure_id, concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_name) as subject, grade as severity,
    coalesce(money(amount_yuan, unit), '—') as stated, money(sum_yuan, unit) as expected, difference as difference_yuan,
    terms || ' = ' || plain_money(sum_yuan, unit) as arithmetic,
    concat(table_zh, '“', item_name, '”为', coalesce(money(amount_yuan, unit), '空白'), '，各项之和为', money(sum_yuan, unit),
        if(blanks > 0, '（其中' || blanks || '项空白，按零计）', ''), '，相差', money(abs(difference), unit),
        case grade when 'notice' then '，可由四舍五入解释' when 'warning' then '；也可能没有列全，需人工判断' else '' end, '。') as message_zh,
    concat(upper(table_en[1]), table_en[2:], ': "', item_name, '" is ', coalesce(money(amount_yuan, unit), 'blank'),
        ', its items add up to ', money(sum_yuan, unit),
        if(blanks > 0, ' (blank items, counted as nothing: ' || blanks || ')', ''), ', which differs by ', money(abs(difference), unit),
        case grade when 'notice' then '; rounding explains it' when 'warning' then '; not all items may be named: a person must judge' else '' end,
        '.') as message_en,
    [cell_id] as stated_cells, if(len(cells) <= 12, cells, cells[:12]) as expected_cells
from weighed
