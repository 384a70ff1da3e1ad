-- check: project_near_duplicate
-- title: 不同项目内容雷同 | Different projects say nearly the same
-- severity: notice
-- family: indicators
-- rests on: consistency
-- method: 名称不同的项目与此前的项目比较：绩效目标相同，或六成以上指标（不少于三项）的名称、描述和指标值相同 | Each project is held against the
--     earlier ones of other names: the same goal, or at least three and 60 % of the indicators with the same name, description and value
with pair as (
    select
        b.disclosure_id, b.project_no, b.project_name, b.cell_id, len(b.said) as rows_here,
        a.project_no as other_no, a.project_name as other_name, a.cell_id as other_id,
        len(list_intersect(b.said, a.said)) as same_rows,
        same_rows >= 3 and same_rows >= 0.6 * greatest(len(a.said), len(b.said)) as near,
        coalesce(a.goal = b.goal and length(a.goal) >= 20, false) as same_goal,
        coalesce(a.bare_name = b.bare_name and (a.project_name = b.project_name or a.years <> b.years), false) as twin
    from project_said as b
    left join project_said as a on a.disclosure_id = b.disclosure_id and a.project_no < b.project_no
),

-- A project that project_duplicate tells of is not told of again; of several the most alike.
compared as (
    select * replace (near and not told as near, same_goal and not told as same_goal)
    from (select *, bool_or(twin) over (partition by disclosure_id, project_no) as told from pair)
    qualify row_number() over (partition by disclosure_id, project_no order by near desc nulls last, same_goal desc, same_rows desc, other_no) = 1
)

select
    disclosure_id,
    concat_ws(' ', project_no, project_name) as subject,
    if(near or same_goal, 'notice', null) as severity,
    format('{} {}', project_no, project_name) as stated,
    null as expected,
    if(near,
        format('“{}”与第{}个项目“{}”有{}项指标（共{}项）的名称、描述和指标值相同，需人工判断是否为同一事项。', project_name, other_no, other_name, same_rows, rows_here),
        format('“{}”与第{}个项目“{}”的绩效目标完全相同，需人工判断是否照抄。', project_name, other_no, other_name)) as message_zh,
    if(near,
        format('"{}" shares the name, description and value of {} of its {} indicators with project {}, "{}"; to be judged by a reader.',
            project_name, same_rows, rows_here, other_no, other_name),
        format('"{}" has the very same goal as project {}, "{}"; to be judged by a reader.', project_name, other_no, other_name)) as message_en,
    [cell_id] as stated_cells, if(near or same_goal, [other_id], []) as expected_cells
from compared
