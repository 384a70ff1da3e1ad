-- check: execution_rate_vs_indicator
-- title: 指标中的执行率与表头不符 | The indicator row states another execution rate
-- severity: error
-- family: self_evaluation
-- rests on: consistency
-- method: 预算执行率指标的实际完成值 = 表中所填执行率，或 = 执行数 ÷ 预算数；与两者都不符时报错，空白的存疑 | What the indicator "execution
--     rate" reports is the rate stated above, or executed ÷ budget; an error where it is neither, a doubt where it is blank
with rate_item as (
    from evaluation_item where regexp_matches(concat_ws(' ', level2, level3), '预算执行率|资金执行率|预算执行进度|执行金额占预算')
),

-- A blank is no fact: its cell stands in the row of its indicator, in the column of the other results.
blank_rate as (
    select i.evaluation_item_id, min(b.cell_id) as cell_id
    from rate_item as i
    join cell as own on own.cell_id = i.cell_id
    join evaluation_item as o using (evaluation_id)
    join fact_cell as f on f.fact_id = o.evaluation_item_id and f.field = 'actual'
    join cell as other on other.cell_id = f.cell_id
    join cell as b
        on b.disclosure_id = own.disclosure_id and b.table_no = own.table_no and b.row_no = own.row_no and b.column_no = other.column_no
    where regexp_full_match(trim(coalesce(i.actual_raw, '')), '[%％]?') and regexp_full_match(trim(b.raw_text), '[%％]?')
    group by i.evaluation_item_id
),

indicator_rate as (
    select
        i.*, e.disclosure_id, e.form_name, e.project_name, e.unit, e.place, e.budget_yuan, e.executed_yuan, e.execution_rate_stated,
        e.executed_yuan / nullif(e.budget_yuan, 0) as computed, round(e.executed_yuan * 100 / nullif(e.budget_yuan, 0), 2) as percent_computed,
        f.cell_id as actual_cell,
        try_cast(regexp_extract(i.actual_raw, '[0-9]+(\.[0-9]+)?') as double) as number,
        regexp_matches(i.actual_raw, '%|％') as percent,
        0.5 / power(10, length(regexp_extract(i.actual_raw, '\.([0-9]+)', 1))) as half
    from rate_item as i
    join form as e using (evaluation_id)
    join fact_cell as f on f.fact_id = i.evaluation_item_id and f.field = 'actual'
    where regexp_matches(i.actual_raw, '^[^0-9]*[0-9]+(\.[0-9]+)?\s*(\\?[%％])?\$?$')
),

-- '27.73%' and 27.73 are percent, 0.992 is a share of one.
scaled as (
    select *, if(percent or number > 1.5, number / 100, number) as rate, if(percent or number > 1.5, half / 100, half) + 1e-9 as slack
    from indicator_rate
)

select
    disclosure_id,
    concat_ws(' ', form_name, row_no, level3) as subject,
    if(coalesce(abs(rate - computed) <= slack, false) or coalesce(abs(rate - execution_rate_stated) <= slack, false), null, 'error') as severity,
    actual_raw as stated,
    format('{:.2f}%', coalesce(percent_computed, execution_rate_stated * 100)) as expected,
    if(computed is null, null, format('{} ÷ {} = {}', plain_money(executed_yuan, unit), plain_money(budget_yuan, unit), expected)) as arithmetic,
    format('“{}”的预算执行率指标实际完成值为“{}”，{}。', project_name, actual_raw, concat_ws('，',
        '表中所填执行率为 ' || format('{:.2f}%', execution_rate_stated * 100),
        format('执行数 {} ÷ 预算数 {} = {:.2f}%', money(executed_yuan, unit), money(budget_yuan, unit), percent_computed))) as message_zh,
    format('The execution rate indicator of "{}" reports "{}", but {}.', project_name, actual_raw, concat_ws(' and ',
        'the form states ' || format('{:.2f}%', execution_rate_stated * 100),
        format('{} spent of {} gives {:.2f}%', money(executed_yuan, unit), money(budget_yuan, unit), percent_computed))) as message_en,
    [actual_cell] as stated_cells,
    list_filter([place['execution_rate_stated'], place['executed_yuan'], place['budget_yuan']], lambda one: one is not null) as expected_cells
from scaled
where coalesce(computed, execution_rate_stated) is not null
union all by name
select
    e.disclosure_id,
    concat_ws(' ', e.form_name, i.row_no, i.level3) as subject,
    'warning' as severity,
    '空白' as stated,
    format('{:.2f}%', round(e.executed_yuan * 100 / e.budget_yuan, 2)) as expected,
    format('“{}”的预算执行率指标没有填写实际完成值，按执行数 ÷ 预算数为 {}。', e.project_name, expected) as message_zh,
    format('The execution rate indicator of "{}" reports nothing; executed ÷ budget gives {}.', e.project_name, expected) as message_en,
    [b.cell_id] as stated_cells, [e.place['executed_yuan'], e.place['budget_yuan']] as expected_cells
from blank_rate as b
join rate_item as i using (evaluation_item_id)
join form as e using (evaluation_id)
where e.executed_yuan is not null and e.budget_yuan > 0
