-- check: subgoal_vs_indicator
-- title: 分项绩效目标与项目指标的数值不同 | A department sub-goal and a project indicator promise different figures
-- severity: error
-- family: indicators
-- rests on: consistency
-- method: 按标题找到分项绩效目标对应的项目，再按名称找到单位相同的指标，二者数值应当相同 | By its title a sub-goal is matched with a project, by its
--     label each figure with an indicator of the same unit; the two figures must be equal
with sub_goal as (
    select subgoal_id, disclosure_id, title, regexp_replace(title, '[“”" 。()（）]', '', 'g') as bare
    from subgoal
    where kind = 'subgoal'
),

-- A sub-goal and a project of nearly the same name; of several the most alike.
matched as (
    select
        s.subgoal_id, p.project_id, p.project_no, p.project_name, s.title,
        case
            when bare_name = s.bare then 1
            when starts_with(bare_name, s.bare) and length(s.bare) >= 4 then 0.95
            else jaro_winkler_similarity(bare_name, s.bare)
        end as likeness
    from sub_goal as s
    join (select *, regexp_replace(project_name, '[“”" 。()（）]', '', 'g') as bare_name from project) as p using (disclosure_id)
    where likeness >= 0.93
    qualify row_number() over (partition by s.subgoal_id order by likeness desc, p.project_no) = 1
),

promised as (
    select
        m.*, f.cell_id as goal_cell, f.label, coalesce(nullif(f.operator, '='), '') || trimmed(f.value_number) || coalesce(f.unit, '') as goal_value,
        f.value_number as goal_number, f.unit as goal_unit, regexp_replace(f.label, '[（()） %]', '', 'g') as bare_label
    from subgoal_figure as f
    join matched as m using (subgoal_id)
),

compared as (
    select
        g.*, i.cell_id, i.level3, i.value_raw, i.value_number, i.row_no,
        regexp_replace(i.level3, '([(（]%[)）]|[ ])', '', 'g') as bare_level3, replace(coalesce(i.description, i.level3), ' ', '') as said,
        case
            when g.bare_label in (bare_level3, said) then 1
            when length(bare_level3) >= 5 and ends_with(g.bare_label, bare_level3) then 0.98
            else greatest(jaccard(g.bare_label, bare_level3), jaccard(g.bare_label, said))
        end as nearness
    from promised as g
    join printed_indicator as i on i.project_id = g.project_id and i.value_number is not null and i.level3 is not null
    where nearness >= 0.65 and (i.unit = g.goal_unit or (nearness >= 0.9 and i.unit <> '%' and g.goal_unit <> '%'))
    qualify row_number() over (partition by g.goal_cell order by nearness desc, i.value_number = g.goal_number desc, i.row_no) = 1
)

select
    d.disclosure_id,
    concat_ws(' ', c.title, c.label) as subject,
    if(c.goal_number = c.value_number, null, 'error') as severity,
    c.goal_value as stated,
    c.value_raw as expected,
    format('分项绩效目标“{}”写“{}”为{}，项目“{}”的指标“{}”却是{}。', c.title, c.label, c.goal_value, c.project_name, c.level3, c.value_raw) as message_zh,
    format('The sub-goal "{}" gives {} for "{}", but the indicator "{}" of project "{}" is {}.', c.title, c.goal_value, c.label, c.level3,
        c.project_name, c.value_raw) as message_en,
    [c.goal_cell] as stated_cells, [c.cell_id] as expected_cells
from compared as c
join subgoal as d using (subgoal_id)
