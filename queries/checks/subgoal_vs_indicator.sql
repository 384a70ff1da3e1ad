-- check: subgoal_vs_indicator
-- title: 分项绩效目标与项目指标的数值不同 | A department sub-goal and a project indicator promise different figures
-- severity: error
-- family: indicators
-- rests on: consistency
-- method: 按标题找到分项绩效目标对应的项目，再按名称找到单位相同的指标，二者数值应当相同 | By its title a sub-goal is matched with a project, by its
--     label each figure with an indicator of the same unit; the two figures must be equal
-- says: 分项绩效目标“{1}”写“{2}”为{stated}，项目“{3}”的指标“{4}”却是{expected}。 |
--     The sub-goal "{1}" gives {stated} for "{2}", but the indicator "{4}" of project "{3}" is {expected}.
with sub_goal as (
    select subgoal_id, disclosure_id, title, regexp_replace(title, '[“”" 。()（）]', '', 'g') as bare
    from subgoal
    where kind = 'subgoal'
),

-- A sub-goal and a project of nearly the same name; of several the most alike.
matched as (
    select subgoal_id, disclosure_id, title, arg_max({id: project_id, name: project_name}, {likeness: likeness, no: -project_no}) as project
    from (
        select
            s.subgoal_id, s.disclosure_id, s.title, p.project_id, p.project_no, p.project_name,
            case
                when p.bare = s.bare then 1
                when starts_with(p.bare, s.bare) and length(s.bare) >= 4 then 0.95
                else jaro_winkler_similarity(p.bare, s.bare)
            end as likeness
        from sub_goal as s
        join (select *, regexp_replace(project_name, '[“”" 。()（）]', '', 'g') as bare from project) as p using (disclosure_id)
    )
    where likeness >= 0.93
    group by subgoal_id, disclosure_id, title
),

-- A figure and an indicator of nearly the same name; of several the most alike.
compared as (
    select
        disclosure_id, title, label, goal_cell, project_name, operator, goal_number, goal_unit,
        arg_max(indicator, {nearness: nearness, same: indicator.value_number = goal_number, no: -indicator.row_no}) as indicator
    from (
        select
            m.disclosure_id, m.title, m.project.name as project_name, f.label, f.cell_id as goal_cell, f.operator, f.value_number as goal_number,
            f.unit as goal_unit, i as indicator,
            case
                when f.bare in (i.bare, i.said) then 1
                when length(i.bare) >= 5 and ends_with(f.bare, i.bare) then 0.98
                else greatest(jaccard(f.bare, i.bare), jaccard(f.bare, i.said))
            end as nearness
        from (select *, regexp_replace(label, '[（(()） %]', '', 'g') as bare from subgoal_figure) as f
        join matched as m using (subgoal_id)
        join (
            select
                project_id, cell_id, level3, value_raw, value_number, unit, row_no,
                regexp_replace(level3, '([(（]%[)）]|[ ])', '', 'g') as bare, replace(coalesce(description, level3), ' ', '') as said
            from printed_indicator
            where value_number is not null and level3 is not null
        ) as i on i.project_id = m.project.id
    )
    where nearness >= 0.65 and (indicator.unit = goal_unit or (nearness >= 0.9 and indicator.unit <> '%' and goal_unit <> '%'))
    group by all
)

select
    disclosure_id, concat_ws(' ', title, label) as subject, if(goal_number = indicator.value_number, null, 'error') as severity,
    coalesce(nullif(operator, '='), '') || trimmed(goal_number) || coalesce(goal_unit, '') as stated, indicator.value_raw as expected,
    [title, label, project_name, indicator.level3] as told,
    [goal_cell] as stated_cells, [indicator.cell_id] as expected_cells
from compared
