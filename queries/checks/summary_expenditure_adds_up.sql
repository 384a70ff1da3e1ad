-- check: summary_expenditure_adds_up
-- title: 支出各项相加不等于合计 | Expenditure items do not add up
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 收支总表、财政拨款收支总表各栏：各类支出之和 = 本年支出合计，本年支出合计与年终结转之和 = 支出总计 | In every column of the
--     summary and the appropriation table classes add up to the year's expenditure, and with what is carried over to the total
with spending as (
    select
        *,
        case when row_role = 'total' then 'total' when item_code = 'current_year' then 'current_year'
            when item_code in ('carryover_out', 'balance_distribution') then 'beside' else 'item' end as standing
    from figure
    where side = 'expenditure' and table_code in ('summary', 'appropriation')
),

ranked as (
    select *, count(*) filter (where standing = 'current_year') over (partition by disclosure_id, table_no, measure) > 0 as has_year
    from spending
),

-- Classes belong to the year's expenditure where it is printed; it and what is carried over belong to the total.
sums as (
    select
        w.cell_id, coalesce(sum(p.amount_yuan), 0) as sum_yuan, count(p.amount_yuan) as figures,
        bool_and(p.value_status in ('reported', 'zero', 'blank')) as known,
        string_agg(plain_money(p.amount_yuan, p.unit), ' + ' order by p.row_no) filter (where p.amount_yuan is not null) as terms,
        list(p.cell_id order by p.row_no) filter (where p.amount_yuan is not null or w.standing = 'total' and p.standing = 'current_year') as cells
    from ranked as w
    join ranked as p using (disclosure_id, table_no, measure)
    where (w.standing = 'current_year' and p.standing = 'item')
        or (w.standing = 'total' and p.standing <> 'total' and (p.standing <> 'item' or not p.has_year))
    group by w.cell_id
),

held as (
    select w.*, s.* exclude (cell_id, known), coalesce(w.amount_yuan, 0) - s.sum_yuan as difference, graded(difference, s.figures, w.place) as grade
    from ranked as w
    join sums as s using (cell_id)
    where s.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or s.figures > 0)
)

select
    disclosure_id, concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_name, measure_zh) as subject, grade as severity,
    coalesce(money(amount_yuan, unit), '—') as stated, money(sum_yuan, unit) as expected, difference as difference_yuan,
    coalesce(terms, '0') || ' = ' || plain_money(sum_yuan, unit) as arithmetic,
    concat(table_zh, '“', item_name, '”行“', measure_zh, '”栏为', coalesce(money(amount_yuan, unit), '空白'), '，各项之和（空白按零计）为', money(sum_yuan, unit),
        '，相差', money(abs(difference), unit), if(grade = 'notice', '，可由四舍五入解释', ''), '。') as message_zh,
    concat(table_en, ', row "', item_name, '", column "', measure_en, '": ', coalesce(money(amount_yuan, unit), 'blank'),
        ' is printed, the items (blanks counted as nothing) add up to ', money(sum_yuan, unit), ', which differs by ', money(abs(difference), unit),
        if(grade = 'notice', '; rounding explains it', ''), '.') as message_en,
    [cell_id] as stated_cells, coalesce(cells, []) as expected_cells
from held
