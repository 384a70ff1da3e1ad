-- check: completion_contradiction
-- title: 总体完成率 100% 而指标未完成 | 100% complete although indicators fell short
-- severity: error
-- family: self_evaluation
-- rests on: consistency
-- method: 总体完成率填 100% 时，能够对照的指标都应达到指标值；只有预算执行率未达到的，提示存疑 | Where the overall completion is 100%, every indicator that can be compared
--     has reached its target; where only the execution rate fell short, it is a doubt
-- says: “{1}”总体完成率填 {stated}，但未达到指标值的有：{expected}[；资金没有用完不一定是任务没有完成，需人工判断{warning}]。 | The overall completion of "{1}" is given as
--     {stated}, but these fell short of their targets: {2}[; money left over need not be a task undone, which is to be judged by a
--     reader{warning}].
with compared as (
    select
        evaluation_id, row_no, item_name, reached, level1 = '预算执行率指标' as is_money, actual_cell, target_cell,
        -- '$\geq 80\%$' is how an image reader writes ≥ 80%
        regexp_replace(replace(replace(target_raw, '\geq', '≥'), '\leq', '≤'), '[$\\]', '', 'g') as target_shown,
        regexp_replace(actual_raw, '[$\\]', '', 'g') as actual_shown
    from scored
    where reached is not null
),

missed as (
    select
        evaluation_id, bool_and(is_money) filter (where not reached) as only_money,
        string_agg(format('“{}”{}（指标值 {}）', item_name, actual_shown, target_shown), '、' order by row_no) filter (where not reached) as items_zh,
        string_agg(format('"{}" {} (target {})', item_name, actual_shown, target_shown), ', ' order by row_no) filter (where not reached) as items_en,
        list(actual_cell order by row_no) filter (where not reached) as cells,
        list(target_cell order by row_no) filter (where not reached) as targets
    from compared
    group by evaluation_id
)

select
    e.disclosure_id,
    e.form_name || ' 总体完成率' as subject,
    case when m.only_money then 'warning' when m.items_zh is not null then 'error' end as severity,
    format('{:.0f}%', e.completion_rate_stated * 100) as stated,
    m.items_zh as expected,
    [e.project_name, m.items_en] as told,
    [e.place['completion_rate_stated']] as stated_cells, m.cells || m.targets as expected_cells
from form as e
join missed as m using (evaluation_id)
where e.completion_rate_stated >= 1 and e.place['completion_rate_stated'] is not null
