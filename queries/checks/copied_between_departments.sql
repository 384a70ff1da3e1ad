-- check: copied_between_departments
-- title: 目标文字与其他部门的相同 | A goal that is another department's, word for word
-- severity: notice
-- family: across
-- rests on: indicator_setting
-- method: 项目目标（30 字以上，不计标点）在 2 至 5 个部门的文件中完全相同的列出；更多部门共用的视为统一模板；需人工判断 | Project goals (of 30
--     characters or more, punctuation aside) that are the same in two to five departments; what more of them share is taken for a common
--     template; to be judged
-- says: “{stated}”的目标与{1}“{2}”的文字完全相同（共 {3} 个部门），需人工判断。 | The goal of "{stated}" is, word for word, that of "{2}" of {1} ({3}
--     departments in all); this needs a reader's judgement.
-- store: yes
with goal as (
    select g.project_id, regexp_replace(g.goal, '[\s\p{P}]', '', 'g') as plain, min(f.cell_id) as cell_id
    from (
        select project_id, project_id as fact_id, goal from project where len(goal) >= 30
        union all
        select project_id, evaluation_id, goal from evaluation where len(goal) >= 30
    ) as g
    left join fact_cell as f on f.fact_id = g.fact_id and f.field = 'goal'
    group by g.project_id, g.fact_id, g.goal
),

owned as (
    select
        p.disclosure_id, concat_ws(' ', p.project_no, p.project_name, '目标') as subject, p.project_name, coalesce(g.cell_id, p.cell_id) as cell_id,
        md5(g.plain) as text_hash, d.department_id, a.department_name
    from goal as g
    join project as p using (project_id)
    join disclosure as d using (disclosure_id)
    join department as a using (department_id)
    where len(g.plain) >= 30
),

-- The same text once per department, in the order of names: a department's neighbour in that list is shown beside it.
spread as (
    select
        text_hash, department_id,
        {'department': min(department_name), 'project': arg_min(project_name, cell_id), 'cell_id': min(cell_id)} as first_goal
    from owned
    group by text_hash, department_id
),

shared as (
    select
        text_hash, department_id, count(*) over all_of_them as departments,
        coalesce(lead(first_goal) over all_of_them, first_value(first_goal) over all_of_them) as other
    from spread
    window all_of_them as (partition by text_hash order by department_id rows between unbounded preceding and unbounded following)
)

select
    o.disclosure_id,
    o.subject,
    if(s.departments between 2 and 5, 'notice', null) as severity,
    o.project_name as stated,
    concat_ws(' ', s.other.department, s.other.project) as expected,
    [s.other.department, s.other.project, s.departments::varchar] as told,
    [o.cell_id] as stated_cells, [s.other.cell_id] as expected_cells
from owned as o
join shared as s using (text_hash, department_id)
