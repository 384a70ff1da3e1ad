-- check: weights_differ
-- title: 权重与通常的 10/50/30/10 不同 | Weights other than the usual 10/50/30/10
-- severity: info
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 通常：预算执行率 10、产出 50（含成本）、效益 30、满意度 10；权重可以调整，不同只作说明；单列成本指标的，产出、成本、效益合计 80 |
--     Usual: execution rate 10, output 50 (with cost), benefit 30, satisfaction 10; they may be adjusted, so a difference is only told;
--     where cost stands apart, output, cost and benefit make 80
-- says: “{1}”的权重为{stated}，通常为{expected}；权重可以调整，这里只作说明。 | The weights of "{1}" are {2}; usual are execution rate 10, output 50, benefit
--     30 and satisfaction 10, which may be adjusted.
with part as (
    select i.evaluation_id, i.level1, coalesce(any_value(i.level1_weight), sum(i.item_weight)) as weight, min(i.row_no) as place,
        coalesce(min(f.cell_id), min(i.cell_id)) as cell_id
    from evaluation_item as i
    left join fact_cell as f on f.fact_id = i.evaluation_item_id and f.field = 'level1'
    group by i.evaluation_id, i.level1
    union all
    select evaluation_id, '预算执行率指标', execution_weight, 0, place['execution_weight'] from form where execution_weight is not null
),

named as (
    select
        evaluation_id, level1, weight, place, cell_id, trimmed(weight) as points,
        case level1 when '预算执行率指标' then 'execution rate' when '产出指标' then 'output' when '成本指标' then 'cost' when '效益指标' then 'benefit'
            when '满意度指标' then 'satisfaction' else level1 end as name_en
    from part
),

weighed as (
    select
        evaluation_id,
        string_agg(replace(level1, '指标', '') || ' ' || points, ' + ' order by place) as weights,
        string_agg(name_en || ' ' || points, ', ' order by place) as weights_en,
        list(cell_id order by place) as cells,
        -- Null where nothing has that weight.
        sum(weight) filter (where name_en = 'execution rate') = 10 and sum(weight) filter (where name_en = 'satisfaction') = 10
            and sum(weight) filter (where name_en in ('output', 'cost', 'benefit')) = 80
            and (bool_or(name_en = 'cost' and weight > 0) or sum(weight) filter (where name_en = 'output') = 50) as is_usual
    from named
    group by evaluation_id
    having count(weight) = count(*)
)

select
    e.disclosure_id,
    e.form_name || ' 权重' as subject,
    if(w.is_usual, null, 'info') as severity,
    w.weights as stated,
    '预算执行率 10 + 产出 50 + 效益 30 + 满意度 10' as expected,
    [e.project_name, w.weights_en] as told,
    w.cells as stated_cells
from weighed as w
join form as e using (evaluation_id)
