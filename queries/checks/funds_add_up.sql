-- check: funds_add_up
-- title: 三类资金之和与财政拨款不等 | The three funds do not make the appropriation
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 财政拨款收支总表支出各行：合计 = 一般公共预算 + 政府性基金 + 国有资本经营；收入总表的财政拨款收入 = 收支总表的三类拨款收入之和
--     | Expenditure rows of the appropriation table: total = general budget + government fund + state capital; the
--     appropriation of the revenue table = income from the three funds in the summary
with parts as (
    select s.*
    from row_sum as s
    join figure as w on w.amount_id = s.parent_id
    where w.table_code = 'appropriation' and w.side = 'expenditure'
),

-- The appropriation of the revenue table is made of three rows of the summary.
paired as (
    select disclosure_id
    from figure
    group by disclosure_id
    having count(distinct table_no) filter (where table_code = 'revenue') = count(distinct table_no) filter (where table_code = 'summary')
),

appropriated as (
    select
        r.amount_id as parent_id, coalesce(sum(s.amount_yuan), 0) as sum_yuan, count(s.amount_yuan) as figures,
        count(*) filter (where s.value_status = 'blank') as blanks, bool_and(s.value_status in ('reported', 'zero', 'blank')) as known,
        string_agg(plain_money(s.amount_yuan, s.unit), ' + ' order by s.row_no) filter (where s.amount_yuan is not null) as terms,
        list(s.cell_id order by s.row_no) as cells
    from figure as r
    join paired using (disclosure_id)
    join figure as s on s.disclosure_id = r.disclosure_id and s.copy_no = r.copy_no
    where r.table_code = 'revenue' and r.row_role = 'total' and r.measure = 'appropriation'
        and s.table_code = 'summary' and s.side = 'income' and s.measure in ('general_budget', 'government_fund', 'state_capital')
    group by r.amount_id
),

held as (
    select w.*, p.* exclude (known), coalesce(w.amount_yuan, 0) - p.sum_yuan as difference, graded(difference, p.figures, w.place) as grade
    from figure as w
    join (from parts union all by name from appropriated) as p on p.parent_id = w.amount_id
    where p.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or p.figures > 0)
)

select
    disclosure_id, concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_code, item_name, measure_zh) as subject,
    grade as severity, coalesce(money(amount_yuan, unit), '—') as stated, money(sum_yuan, unit) as expected, difference as difference_yuan,
    coalesce(terms, '0') || ' = ' || plain_money(sum_yuan, unit) as arithmetic,
    concat(table_zh, '“', item_name, '”行“', measure_zh, '”栏为', coalesce(money(amount_yuan, unit), '空白'), '，三类资金之和为', money(sum_yuan, unit),
        if(blanks > 0, '（空白栏按零计）', ''), '，相差', money(abs(difference), unit), if(grade = 'notice', '，可由四舍五入解释', ''), '。') as message_zh,
    concat(table_en, ', row "', item_name, '", column "', measure_en, '": ', coalesce(money(amount_yuan, unit), 'blank'),
        ' is printed, the three funds add up to ', money(sum_yuan, unit), if(blanks > 0, ' (blanks counted as nothing)', ''),
        ', which differs by ', money(abs(difference), unit), if(grade = 'notice', '; rounding explains it', ''), '.') as message_en,
    [cell_id] as stated_cells, cells as expected_cells
from held
