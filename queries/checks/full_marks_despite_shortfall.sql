-- check: full_marks_despite_shortfall
-- title: 未完成而得满分 | Full marks although something fell short
-- severity: error
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 未达到指标值的指标不得满分；总分为满分时，各一级指标都应得满分 | An indicator that missed its target does not get full marks; a form
--     with the full total has full marks in every group
with short_group as (
    select
        evaluation_id, string_agg(format('{} {}/{}', level1, trimmed(points), trimmed(weight)), '、' order by place) as groups,
        flatten(list(cells order by place)) as cells
    from (
        select evaluation_id, level1, sum(score) as points, coalesce(any_value(level1_weight), sum(item_weight)) as weight,
            min(row_no) as place, list(cell_id order by row_no) as cells
        from scored
        group by evaluation_id, level1
        having count(score) = count(*)
    )
    where points < weight
    group by evaluation_id
)

select
    disclosure_id,
    concat_ws(' ', form_name, row_no, item_name) as subject,
    if(not reached and full_marks, 'error', null) as severity,
    trimmed(score) || ' 分' as stated,
    format('“{}”/“{}”', actual_raw, target_raw) as expected,
    format('“{}”实际完成“{}”，未达到预期指标值“{}”，仍得满分 {}。', item_name, actual_raw, target_raw, trimmed(score)) as message_zh,
    format('"{}" reached "{}" where "{}" was promised, and still has full marks ({}).', item_name,
        actual_raw, target_raw, trimmed(score)) as message_en,
    [cell_id] as stated_cells, list_filter([actual_cell, target_cell], lambda one: one is not null) as expected_cells
from scored
where reached is not null and full_marks is not null and score is not null
union all
select
    e.disclosure_id, e.form_name || ' 总分',
    if(e.score_stated >= coalesce(e.weight_stated, 100) and s.groups is not null, 'error', null),
    trimmed(e.score_stated) || ' 分', s.groups,
    format('“{}”总分填满分 {}，而各组得分并未全满：{}。', e.project_name, trimmed(e.score_stated), s.groups),
    format('"{}" has the full total of {}, although not all of its groups do: {}.', e.project_name, trimmed(e.score_stated), s.groups),
    [e.place['score_stated']], coalesce(s.cells, [])
from form as e
left join short_group as s using (evaluation_id)
where e.place['score_stated'] is not null and e.score_stated is not null
    and e.evaluation_id in (select evaluation_id from evaluation_item where level1_weight is not null or item_weight is not null)
