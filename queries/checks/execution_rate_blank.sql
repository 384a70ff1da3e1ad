-- check: execution_rate_blank
-- title: 没有填写预算执行率 | The execution rate is not given
-- severity: notice
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 每张自评表应当填写预算执行率（执行进度）；空白与没有这一栏分别说明 | Every form states the execution rate; a blank is told
--     from a form without such a column
-- says: “{1}”的自评表[预算执行进度一栏空白{2}][没有预算执行进度一栏{3}][，按执行数 ÷ 预算数为 {expected}]。 | The form of "{1}" [leaves the execution rate blank{2}][has
--     no column for the execution rate{3}][; executed ÷ budget gives {expected}].
with given as (
    select
        f.disclosure_id, f.form_name, f.project_name, f.cell_id, f.budget_yuan, f.executed_yuan,
        f.place['execution_rate_stated'] as rate_cell, f.place['executed_yuan'] as executed_cell, f.place['budget_yuan'] as budget_cell,
        -- A percent sign alone is a rate left blank; what else cannot be read is there, whatever it says.
        f.execution_rate_status in ('blank', 'unreadable') as is_blank, f.execution_rate_status = 'not_disclosed' as is_absent
    from form as f
    left join cell as c on c.cell_id = f.place['execution_rate_stated']
    where f.execution_rate_status <> 'unreadable' or regexp_full_match(trim(c.raw_text), '[%％]')
)

select
    disclosure_id,
    form_name || ' 预算执行率' as subject,
    if(is_blank or is_absent, 'notice', null) as severity,
    if(is_blank, '空白', '无此栏') as stated,
    if(executed_yuan is not null and budget_yuan > 0, format('{:.2f}%', round(executed_yuan * 100 / budget_yuan, 2)), null) as expected,
    [project_name, if(is_blank, '', null), if(is_absent, '', null)] as told,
    [coalesce(rate_cell, executed_cell, cell_id)] as stated_cells,
    [if(rate_cell is null, null, executed_cell), budget_cell] as expected_cells
from given
