-- check: dimension_missing
-- title: 缺少一类指标 | A group of indicators is missing
-- severity: warning
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 每张自评表应有产出、效益、满意度三类指标和预算执行率；缺预算执行率为提示 | Every form has indicators of output, benefit and
--     satisfaction, and scores the execution rate; a missing execution rate is a slip
with expected_group (level1, name_en, severity) as (
    values ('产出指标', 'output', 'warning'), ('效益指标', 'benefit', 'warning'), ('满意度指标', 'satisfaction', 'warning'),
        ('预算执行率指标', 'the execution rate', 'notice')
),

present as (
    select evaluation_id, level1, list(cell_id order by row_no) as cells from evaluation_item group by evaluation_id, level1
    union all
    -- Some forms have satisfaction as a second level under 效益指标.
    select distinct evaluation_id, '满意度指标', [] from evaluation_item where level2 like '%满意度指标' and level1 <> '满意度指标'
    union all
    select evaluation_id, '预算执行率指标', [place['execution_weight']] from form where execution_weight is not null
)

select
    e.disclosure_id,
    concat_ws(' ', e.form_name, g.level1) as subject,
    if(count(p.level1) = 0, g.severity, null) as severity,
    '无' || g.level1 as stated,
    g.level1 as expected,
    format('“{}”的自评表一级指标中没有{}。', e.project_name, g.level1) as message_zh,
    format('The form of "{}" has no level-1 group for {} ({}).', e.project_name, g.name_en, g.level1) as message_en,
    [e.cell_id] as stated_cells
from form as e
cross join expected_group as g
left join present as p on p.evaluation_id = e.evaluation_id and p.level1 = g.level1
where e.evaluation_id in (select evaluation_id from evaluation_item)
group by e.disclosure_id, e.form_name, e.project_name, e.cell_id, e.evaluation_id, g.level1, g.name_en, g.severity
