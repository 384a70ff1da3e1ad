-- check: full_marks_despite_shortfall
-- title: 未完成而得满分 | Full marks although something fell short
-- severity: error
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 未达到指标值的指标不得满分；总分为满分时，各一级指标都应得满分 | An indicator that missed its target does not get full marks; a form
--     with the full total has full marks in every group
-- says: “{1}”实际完成“{2}”，未达到预期指标值“{3}”，仍得满分 {4}。 | "{1}" reached "{2}" where "{3}" was promised, and still has full marks ({4}).
-- says: “{5}”总分填满分 {4}，而各组得分并未全满：{expected}。 | "{5}" has the full total of {4}, although not all of its groups do: {expected}.
with level1_group as (
    select
        evaluation_id, level1, sum(score) as points, coalesce(any_value(level1_weight), sum(item_weight)) as weight,
        count(score) = count(*) and points < weight as is_short, min(row_no) as place, list(cell_id order by row_no) as cells
    from scored
    group by evaluation_id, level1
),

form_groups as (
    select
        evaluation_id,
        string_agg(format('{} {}/{}', level1, trimmed(points), trimmed(weight)), '、' order by place) filter (where is_short) as short_groups,
        flatten(list(cells order by place) filter (where is_short)) as cells
    from level1_group
    group by evaluation_id
    having count(weight) > 0
)

select
    disclosure_id,
    concat_ws(' ', form_name, row_no, item_name) as subject,
    if(not reached and full_marks, 'error', null) as severity,
    points || ' 分' as stated,
    format('“{}”/“{}”', actual_raw, target_raw) as expected,
    [item_name, actual_raw, target_raw, points] as told,
    [cell_id] as stated_cells, [actual_cell, target_cell] as expected_cells
from (
    select
        disclosure_id, form_name, row_no, item_name, reached, full_marks, actual_raw, target_raw, cell_id, actual_cell, target_cell,
        trimmed(score) as points
    from scored
    where reached is not null and full_marks is not null and score is not null
)
union all
select
    disclosure_id, form_name || ' 总分', if(score_stated >= coalesce(weight_stated, 100) and short_groups is not null, 'error', null),
    points || ' 分', short_groups, [null, null, null, points, project_name], [score_cell], cells
from (
    select
        e.disclosure_id, e.form_name, e.project_name, e.score_stated, e.weight_stated, trimmed(e.score_stated) as points,
        e.place['score_stated'] as score_cell, g.short_groups, g.cells
    from form as e
    join form_groups as g using (evaluation_id)
    where e.score_stated is not null
)
where score_cell is not null
