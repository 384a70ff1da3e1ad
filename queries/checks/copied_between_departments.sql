-- check: copied_between_departments
-- title: 目标文字与其他部门的相同 | A goal that is another department's, word for word
-- severity: notice
-- family: across
-- rests on: indicator_setting
-- method: 项目目标（30 字以上，不计标点）在 2 至 5 个部门的文件中完全相同的列出；更多部门共用的视为统一模板；需人工判断 | Project goals (of 30
--     characters or more, punctuation aside) that are the same in two to five departments; what more of them share is taken for a common
--     template; to be judged
-- store: yes
with goal as (
    select p.disclosure_id, d.department_id, d.department_name, p.project_no, p.project_name, g.cell_id,
        md5(regexp_replace(g.goal, '[\s\p{P}]', '', 'g')) as text_hash
    from (
        select p.project_id, p.goal, coalesce(min(f.cell_id), any_value(p.cell_id)) as cell_id
        from project as p
        left join fact_cell as f on f.fact_id = p.project_id and f.field = 'goal'
        where len(p.goal) >= 30
        group by p.project_id, p.goal
        union all
        select e.project_id, e.goal, min(f.cell_id)
        from evaluation as e
        join fact_cell as f on f.fact_id = e.evaluation_id and f.field = 'goal'
        where len(e.goal) >= 30
        group by e.project_id, e.goal
    ) as g
    join project as p using (project_id)
    join named_disclosure as d using (disclosure_id)
    where len(regexp_replace(g.goal, '[\s\p{P}]', '', 'g')) >= 30
),

-- The same text once per department, in the order of names: a department's neighbour in that list is shown beside it.
spread as (
    select text_hash, department_id, min(department_name) as department_name, min(cell_id) as cell_id, arg_min(project_name, cell_id) as project_name
    from goal
    group by text_hash, department_id
),

shared as (
    select
        text_hash, department_id, count(*) over same_text as departments,
        coalesce(lead(department_name) over in_order, first_value(department_name) over in_order) as other_department,
        coalesce(lead(project_name) over in_order, first_value(project_name) over in_order) as other_project,
        coalesce(lead(cell_id) over in_order, first_value(cell_id) over in_order) as other_cell
    from spread
    window same_text as (partition by text_hash), in_order as (partition by text_hash order by department_id)
)

select
    g.disclosure_id,
    concat_ws(' ', g.project_no, g.project_name, '目标') as subject,
    if(s.departments between 2 and 5, 'notice', null) as severity,
    g.project_name as stated,
    s.other_department || ' ' || s.other_project as expected,
    format('“{}”的目标与{}“{}”的文字完全相同（共 {} 个部门），需人工判断。', g.project_name, s.other_department, s.other_project, s.departments) as message_zh,
    format('The goal of "{}" is, word for word, that of "{}" of {} ({} departments in all); this needs a reader''s judgement.', g.project_name,
        s.other_project, s.other_department, s.departments) as message_en,
    [g.cell_id] as stated_cells, if(s.departments between 2 and 5, [s.other_cell], []) as expected_cells
from goal as g
join shared as s using (text_hash, department_id)
