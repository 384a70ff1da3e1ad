-- check: weights_differ
-- title: 权重与通常的 10/50/30/10 不同 | Weights other than the usual 10/50/30/10
-- severity: info
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 通常：预算执行率 10、产出 50（含成本）、效益 30、满意度 10；权重可以调整，不同只作说明；单列成本指标的，产出、成本、效益合计 80 |
--     Usual: execution rate 10, output 50 (with cost), benefit 30, satisfaction 10; they may be adjusted, so a difference is only told;
--     where cost stands apart, output, cost and benefit make 80
with name (level1, name_en) as (
    values ('预算执行率指标', 'execution rate'), ('产出指标', 'output'), ('成本指标', 'cost'), ('效益指标', 'benefit'), ('满意度指标', 'satisfaction')
),

part as (
    select i.evaluation_id, i.level1, coalesce(any_value(i.level1_weight), sum(i.item_weight)) as weight, min(i.row_no) as place,
        coalesce(min(f.cell_id), min(i.cell_id)) as cell_id
    from evaluation_item as i
    left join fact_cell as f on f.fact_id = i.evaluation_item_id and f.field = 'level1'
    group by i.evaluation_id, i.level1
    union all
    select evaluation_id, '预算执行率指标', execution_weight, 0, place['execution_weight'] from form where execution_weight is not null
),

weighed as (
    select
        evaluation_id,
        string_agg(replace(level1, '指标', '') || ' ' || trimmed(weight), ' + ' order by place) as weights,
        string_agg(coalesce(n.name_en, level1) || ' ' || trimmed(weight), ', ' order by place) as weights_en,
        coalesce(sum(weight) filter (where level1 = '预算执行率指标'), 0) as execution,
        coalesce(sum(weight) filter (where level1 = '产出指标'), 0) as output,
        coalesce(sum(weight) filter (where level1 = '成本指标'), 0) as cost,
        coalesce(sum(weight) filter (where level1 = '效益指标'), 0) as benefit,
        coalesce(sum(weight) filter (where level1 = '满意度指标'), 0) as satisfaction,
        list(cell_id order by place) as cells
    from part
    left join name as n using (level1)
    group by evaluation_id
    having count(weight) = count(*)
)

select
    e.disclosure_id,
    e.form_name || ' 权重' as subject,
    if(execution = 10 and satisfaction = 10 and output + cost + benefit = 80 and (cost > 0 or output = 50), null, 'info') as severity,
    weights as stated,
    '预算执行率 10 + 产出 50 + 效益 30 + 满意度 10' as expected,
    format('“{}”的权重为{}，通常为{}；权重可以调整，这里只作说明。', e.project_name, weights, expected) as message_zh,
    format('The weights of "{}" are {}; usual are execution rate 10, output 50, benefit 30 and satisfaction 10, which may be adjusted.',
        e.project_name, weights_en) as message_en,
    cells as stated_cells
from weighed
join form as e using (evaluation_id)
