-- check: score_over_weight
-- title: 得分超过分值 | A score above its full points
-- severity: error
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 各指标得分 ≤ 分值；一级指标下各项得分之和 ≤ 该一级指标所标分值；总分 ≤ 总分值 | No indicator scores above its weight, no
--     group of indicators above the weight printed for it, no form above its total weight
-- says: “{1}”得 {2} 分，超过它的分值 {3} 分。 | "{1}" scores {2}, more than its full points of {3}.
with award as (
    select s.disclosure_id, concat_ws(' ', s.form_name, s.row_no, s.level3) as subject, s.item_name as name, s.score as points,
        s.item_weight as weight, [s.cell_id] as stated_cells, [f.cell_id] as expected_cells
    from scored as s
    join fact_cell as f on f.fact_id = s.evaluation_item_id and f.field = 'item_weight'
    union all
    select s.disclosure_id, s.form_name || ' ' || s.level1, s.level1, sum(s.score), min(s.level1_weight),
        list(s.cell_id order by s.row_no), [min(f.cell_id)]
    from scored as s
    left join fact_cell as f on f.fact_id = s.evaluation_item_id and f.field = 'level1'
    group by s.evaluation_id, s.disclosure_id, s.form_name, s.level1
    having min(s.level1_weight) = max(s.level1_weight)
    union all
    select disclosure_id, form_name || ' 预算执行率', '预算执行率', execution_score, execution_weight,
        [place['execution_score']], [place['execution_weight']]
    from form
    union all
    select disclosure_id, form_name || ' 总分', '总分', score_stated, coalesce(weight_stated, 100), [place['score_stated']], [place['weight_stated']]
    from form
)

select
    disclosure_id, subject, severity, points || ' 分' as stated, '≤ ' || weight || ' 分' as expected, [name, points, weight] as told,
    stated_cells, expected_cells
from (
    select * replace (trimmed(points) as points, trimmed(weight) as weight), if(points > weight, 'error', null) as severity
    from award
    where points is not null and weight is not null
)
