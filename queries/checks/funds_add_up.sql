-- check: funds_add_up
-- title: 三类资金之和与财政拨款不等 | The three funds do not make the appropriation
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 财政拨款收支总表支出各行：合计 = 一般公共预算 + 政府性基金 + 国有资本经营；收入总表的财政拨款收入 = 收支总表的三类拨款收入之和
--     | Expenditure rows of the appropriation table: total = general budget + government fund + state capital; the
--     appropriation of the revenue table = income from the three funds in the summary
-- says: {1}“{2}”行“{3}”栏为{stated}，三类资金之和为{expected}[（空白栏按零计）{4}]，相差{difference}[，可由四舍五入解释{notice}]。 |
--     {5}, row "{2}", column "{6}": {stated} is printed, the three funds add up to {expected}[ (blanks counted as
--     nothing){4}], which differs by {difference}[; rounding explains it{notice}].
with sheets as (
    select disclosure_id
    from figure
    where table_code in ('revenue', 'summary')
    group by disclosure_id
    having max(copy_no) filter (where table_code = 'revenue') = max(copy_no) filter (where table_code = 'summary')
),

-- The appropriation of the revenue table is made of three rows of the summary.
appropriated as (
    select
        s.disclosure_id, s.copy_no, coalesce(sum(s.amount_yuan), 0) as sum_yuan, count(s.amount_yuan) as figures,
        count(*) filter (where s.value_status = 'blank') as blanks, bool_and(s.value_status in ('reported', 'zero', 'blank')) as known,
        string_agg(plain_money(s.amount_yuan, s.unit), ' + ' order by s.row_no) as terms, list(s.cell_id order by s.row_no) as cells
    from figure as s
    join sheets using (disclosure_id)
    where s.table_code = 'summary' and s.side = 'income' and s.measure in ('general_budget', 'government_fund', 'state_capital')
    group by s.disclosure_id, s.copy_no
),

sums as (
    select *, false as of_summary from row_sum
    union all by name
    select r.amount_id as parent_id, true as of_summary, a.* exclude (disclosure_id, copy_no)
    from appropriated as a
    join figure as r using (disclosure_id, copy_no)
    where r.table_code = 'revenue' and r.row_role = 'total' and r.measure = 'appropriation'
)

select
    w.disclosure_id, concat_ws(' ', w.table_zh, if(w.copy_no > 1, w.copy_no, null), w.item_code, w.item_name, w.measure_zh) as subject,
    graded(coalesce(w.amount_yuan, 0) - p.sum_yuan, p.figures, w.place) as severity,
    w.amount_yuan as stated_yuan, p.sum_yuan as expected_yuan, w.unit, coalesce(p.terms, '0') as terms,
    [w.table_zh, w.item_name, w.measure_zh, if(p.blanks > 0, '', null), w.table_en, w.measure_en] as told,
    [w.cell_id] as stated_cells, p.cells as expected_cells
from figure as w
join sums as p on p.parent_id = w.amount_id
where p.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or p.figures > 0)
    and (p.of_summary or w.table_code = 'appropriation' and w.side = 'expenditure')
