-- check: project_near_duplicate
-- title: 不同项目内容雷同 | Different projects say nearly the same
-- severity: notice
-- family: indicators
-- rests on: consistency
-- method: 名称不同的项目与此前的项目比较：绩效目标相同，或六成以上指标（不少于三项）的名称、描述和指标值相同 | Each project is held against the
--     earlier ones of other names: the same goal, or at least three and 60 % of the indicators with the same name, description and value
-- says: “{1}”与第{2}个项目“{3}”有{4}项指标（共{5}项）的名称、描述和指标值相同，需人工判断是否为同一事项。 |
--     "{1}" shares the name, description and value of {4} of its {5} indicators with project {2}, "{3}"; to be judged by a reader.
-- says: “{1}”与第{2}个项目“{3}”的绩效目标完全相同，需人工判断是否照抄。 |
--     "{1}" has the very same goal as project {2}, "{3}"; to be judged by a reader.
with pair as (
    select
        disclosure_id, project_no, project_name, cell_id, other_no, other_name, other_id, rows_here, same_rows, same_goal, twin,
        coalesce(same_rows >= 3 and same_rows >= 0.6 * greatest(rows_here, rows_there), false) as near
    from (
        select
            b.disclosure_id, b.project_no, b.project_name, b.cell_id, len(b.said) as rows_here,
            a.project_no as other_no, a.project_name as other_name, a.cell_id as other_id, len(a.said) as rows_there,
            coalesce(len(list_intersect(b.said, a.said)), 0) as same_rows,
            coalesce(a.goal = b.goal and length(a.goal) >= 20, false) as same_goal,
            coalesce(a.bare_name = b.bare_name and (a.project_name = b.project_name or a.years <> b.years), false) as twin
        from project_said as b
        left join project_said as a on a.disclosure_id = b.disclosure_id and a.project_no < b.project_no
    )
),

-- Of several projects the most alike; a project that project_duplicate tells of is not told of again.
compared as (
    select
        disclosure_id, project_no, not bool_or(twin) as untold,
        arg_max(pair, {near: near, same_goal: same_goal, same_rows: same_rows, no: coalesce(-other_no, 0)}) as best
    from pair
    group by disclosure_id, project_no
)

select
    disclosure_id, concat_ws(' ', project_no, best.project_name) as subject,
    if(untold and (best.near or best.same_goal), 'notice', null) as severity,
    project_no || ' ' || best.project_name as stated,
    [
        best.project_name, best.other_no::varchar, best.other_name, if(best.near, best.same_rows::varchar, null), best.rows_here::varchar
    ] as told,
    [best.cell_id] as stated_cells, [best.other_id] as expected_cells
from compared
