-- check: score_over_weight
-- title: 得分超过分值 | A score above its full points
-- severity: error
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 各指标得分 ≤ 分值；一级指标下各项得分之和 ≤ 该一级指标所标分值；总分 ≤ 总分值 | No indicator scores above its weight, no
--     group of indicators above the weight printed for it, no form above its total weight
with award as (
    select e.evaluation_id, e.disclosure_id, concat_ws(' ', e.form_name, i.row_no, i.level3) as subject,
        coalesce(i.level3, i.level2, i.level1) as name, i.score as points, i.item_weight as weight,
        [i.cell_id] as stated_cells, [f.cell_id] as expected_cells
    from evaluation_item as i
    join form as e using (evaluation_id)
    join fact_cell as f on f.fact_id = i.evaluation_item_id and f.field = 'item_weight'
    union all
    select e.evaluation_id, e.disclosure_id, concat_ws(' ', e.form_name, i.level1), i.level1, sum(i.score), any_value(i.level1_weight),
        list(i.cell_id order by i.row_no), [min(f.cell_id)]
    from evaluation_item as i
    join form as e using (evaluation_id)
    left join fact_cell as f on f.fact_id = i.evaluation_item_id and f.field = 'level1'
    where i.level1_weight is not null
    group by e.evaluation_id, e.disclosure_id, e.form_name, i.level1
    having count(distinct i.level1_weight) = 1
    union all
    select evaluation_id, disclosure_id, form_name || ' 预算执行率', '预算执行率', execution_score, execution_weight,
        [place['execution_score']], [place['execution_weight']]
    from form where execution_score is not null
    union all
    select evaluation_id, disclosure_id, form_name || ' 总分', '总分', score_stated, coalesce(weight_stated, 100),
        [place['score_stated']], if(weight_stated is null, [], [place['weight_stated']])
    from form where score_stated is not null
)

select
    disclosure_id, subject,
    if(points > weight, 'error', null) as severity,
    trimmed(points) || ' 分' as stated,
    '≤ ' || trimmed(weight) || ' 分' as expected,
    format('“{}”得 {} 分，超过它的分值 {} 分。', name, trimmed(points), trimmed(weight)) as message_zh,
    format('"{}" scores {}, more than its full points of {}.', name, trimmed(points), trimmed(weight)) as message_en,
    stated_cells, expected_cells
from award
where points is not null and weight is not null
