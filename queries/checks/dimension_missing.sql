-- check: dimension_missing
-- title: 缺少一类指标 | A group of indicators is missing
-- severity: warning
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 每张自评表应有产出、效益、满意度三类指标和预算执行率；缺预算执行率为提示 | Every form has indicators of output, benefit and
--     satisfaction, and scores the execution rate; a missing execution rate is a slip
-- says: “{1}”的自评表一级指标中没有{expected}。 | The form of "{1}" has no level-1 group for {2} ({expected}).
with present as (
    select evaluation_id, list(level1) as groups, bool_or(level2 like '%满意度指标') as satisfaction
    from evaluation_item
    group by evaluation_id
),

tested_group as (
    select
        e.disclosure_id, e.form_name, e.project_name, e.cell_id, p.groups,
        -- Some forms have satisfaction as a second level under 效益指标, and the execution rate above their indicators.
        unnest([
            {'level1': '产出指标', 'name_en': 'output', 'severity': 'warning', 'elsewhere': false},
            {'level1': '效益指标', 'name_en': 'benefit', 'severity': 'warning', 'elsewhere': false},
            {'level1': '满意度指标', 'name_en': 'satisfaction', 'severity': 'warning', 'elsewhere': p.satisfaction},
            {'level1': '预算执行率指标', 'name_en': 'the execution rate', 'severity': 'notice', 'elsewhere': e.execution_weight is not null}
        ], recursive := true)
    from form as e
    join present as p using (evaluation_id)
)

select
    disclosure_id,
    concat_ws(' ', form_name, level1) as subject,
    if(elsewhere or contains(groups, level1), null, severity) as severity,
    '无' || level1 as stated,
    level1 as expected,
    [project_name, name_en] as told,
    [cell_id] as stated_cells
from tested_group
