-- check: execution_rate_blank
-- title: 没有填写预算执行率 | The execution rate is not given
-- severity: notice
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 每张自评表应当填写预算执行率（执行进度）；空白与没有这一栏分别说明 | Every form states the execution rate; a blank is told
--     from a form without such a column
with given as (
    -- A percent sign alone is a rate left blank; what else cannot be read is there, whatever it says.
    select f.* replace (if(f.execution_rate_status = 'unreadable', 'blank', f.execution_rate_status) as execution_rate_status)
    from form as f
    left join cell as c on c.cell_id = f.place['execution_rate_stated']
    where f.execution_rate_status <> 'unreadable' or regexp_full_match(trim(c.raw_text), '[%％]')
)

select
    disclosure_id,
    form_name || ' 预算执行率' as subject,
    if(execution_rate_status in ('blank', 'not_disclosed'), 'notice', null) as severity,
    case execution_rate_status when 'blank' then '空白' when 'not_disclosed' then '无此栏' end as stated,
    if(executed_yuan is not null and budget_yuan > 0, format('{:.2f}%', round(executed_yuan * 100 / budget_yuan, 2)), null) as expected,
    format('“{}”的自评表{}{}。', project_name, if(execution_rate_status = 'blank', '预算执行进度一栏空白', '没有预算执行进度一栏'),
        coalesce('，按执行数 ÷ 预算数为 ' || expected, '')) as message_zh,
    format('The form of "{}" {}{}.', project_name,
        if(execution_rate_status = 'blank', 'leaves the execution rate blank', 'has no column for the execution rate'),
        coalesce('; executed ÷ budget gives ' || expected, '')) as message_en,
    [coalesce(place['execution_rate_stated'], place['executed_yuan'], cell_id)] as stated_cells,
    list_filter([if(place['execution_rate_stated'] is null, null, place['executed_yuan']), place['budget_yuan']],
        lambda one: one is not null) as expected_cells
from given
