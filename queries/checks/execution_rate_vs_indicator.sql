-- check: execution_rate_vs_indicator
-- title: 指标中的执行率与表头不符 | The indicator row states another execution rate
-- severity: error
-- family: self_evaluation
-- rests on: consistency
-- method: 预算执行率指标的实际完成值 = 表中所填执行率，或 = 执行数 ÷ 预算数；与两者都不符时报错，空白的存疑 | What the indicator "execution
--     rate" reports is the rate stated above, or executed ÷ budget; an error where it is neither, a doubt where it is blank
-- says: “{1}”的预算执行率指标实际完成值为“{stated}”[，表中所填执行率为 {2}][，执行数 {3} {unit} ÷ 预算数 {4} {unit} = {5}]。{error} | The execution rate indicator of
--     "{1}" reports "{stated}", but [the form states {2}][ and {6}][{3} {unit} spent of {4} {unit} gives {5}].
-- says: “{1}”的预算执行率指标没有填写实际完成值，按执行数 ÷ 预算数为 {expected}。 | The execution rate indicator of "{1}" reports nothing; executed ÷ budget gives
--     {expected}.
with rate_item as (
    select
        s.evaluation_id, s.disclosure_id, s.project_name, s.row_no, s.actual_raw, s.cell_id, s.actual_cell,
        concat_ws(' ', s.form_name, s.row_no, s.level3) as subject, e.unit, e.place, e.execution_rate_stated,
        e.executed_yuan / nullif(e.budget_yuan, 0) as computed,
        plain_money(e.executed_yuan, e.unit) as spent, plain_money(e.budget_yuan, e.unit) as budgeted,
        format('{:.2f}%', e.execution_rate_stated * 100) as stated_percent,
        format('{:.2f}%', round(e.executed_yuan * 100 / nullif(e.budget_yuan, 0), 2)) as percent
    from scored as s
    join form as e using (evaluation_id)
    where regexp_matches(concat_ws(' ', s.level2, s.level3), '预算执行率|资金执行率|预算执行进度|执行金额占预算')
),

indicator_rate as (
    select
        *,
        try_cast(regexp_extract(actual_raw, '[0-9]+(\.[0-9]+)?') as double) as number,
        -- '27.73%' and 27.73 are percent, 0.992 is a share of one.
        if(regexp_matches(actual_raw, '%|％') or number > 1.5, 100, 1) as scale,
        0.5 / power(10, length(regexp_extract(actual_raw, '\.([0-9]+)', 1))) / scale + 1e-9 as slack
    from rate_item
    where regexp_matches(actual_raw, '^[^0-9]*[0-9]+(\.[0-9]+)?\s*(\\?[%％])?\$?$') and coalesce(computed, execution_rate_stated) is not null
),

-- A blank is no fact: its cell stands in the row of its indicator, in the column of the other results.
blank_rate as (
    select i.disclosure_id, i.subject, i.percent, i.unit, i.project_name, min(b.cell_id) as cell_id, any_value(i.place) as place
    from rate_item as i
    join cell as own on own.cell_id = i.cell_id
    join scored as o using (evaluation_id)
    join cell as other on other.cell_id = o.actual_cell
    join cell as b
        on b.disclosure_id = own.disclosure_id and b.table_no = own.table_no and b.row_no = own.row_no and b.column_no = other.column_no
    where regexp_full_match(trim(coalesce(i.actual_raw, '')), '[%％]?') and regexp_full_match(trim(b.raw_text), '[%％]?') and i.computed is not null
    group by i.evaluation_id, i.row_no, i.disclosure_id, i.subject, i.percent, i.unit, i.project_name
)

select
    disclosure_id,
    subject,
    if(abs(number / scale - computed) <= slack or abs(number / scale - execution_rate_stated) <= slack, null, 'error') as severity,
    actual_raw as stated,
    coalesce(percent, stated_percent) as expected,
    unit,
    format('{} ÷ {} = {}', spent, budgeted, percent) as arithmetic,
    [project_name, stated_percent, spent, budgeted, percent, if(stated_percent is null or percent is null, null, '')] as told,
    [actual_cell] as stated_cells,
    list_filter([place['execution_rate_stated'], place['executed_yuan'], place['budget_yuan']], lambda one: one is not null) as expected_cells
from indicator_rate
union all
select disclosure_id, subject, 'warning', '空白', percent, unit, null, [project_name], [cell_id], [place['executed_yuan'], place['budget_yuan']]
from blank_rate
