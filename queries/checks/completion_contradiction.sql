-- check: completion_contradiction
-- title: 总体完成率 100% 而指标未完成 | 100% complete although indicators fell short
-- severity: error
-- family: self_evaluation
-- rests on: consistency
-- method: 总体完成率填 100% 时，能够对照的指标都应达到指标值 | Where the overall completion is 100%, every indicator that can be compared
--     has reached its target
with missed as (
    select
        evaluation_id, count(*) filter (where reached) as reached,
        string_agg(format('“{}”{}（指标值 {}）', item_name, actual_raw, target_raw), '、' order by row_no) filter (where not reached) as items_zh,
        string_agg(format('"{}" {} (target {})', item_name, actual_raw, target_raw), ', ' order by row_no) filter (where not reached) as items_en,
        list(actual_cell order by row_no) filter (where not reached and actual_cell is not null) as cells,
        list(target_cell order by row_no) filter (where not reached and target_cell is not null) as targets
    from scored
    where reached is not null
    group by evaluation_id
)

select
    e.disclosure_id,
    e.form_name || ' 总体完成率' as subject,
    if(m.items_zh is null, null, 'error') as severity,
    format('{:.0f}%', e.completion_rate_stated * 100) as stated,
    m.items_zh as expected,
    format('“{}”总体完成率填 {}，但未达到指标值的有：{}。', e.project_name, stated, m.items_zh) as message_zh,
    format('The overall completion of "{}" is given as {}, but these fell short of their targets: {}.',
        e.project_name, stated, m.items_en) as message_en,
    [e.place['completion_rate_stated']] as stated_cells, coalesce(m.cells || m.targets, []) as expected_cells
from form as e
join missed as m using (evaluation_id)
where e.completion_rate_stated >= 1 and e.place['completion_rate_stated'] is not null
