-- check: target_lowered_after_shortfall
-- title: 上年未完成，本年降低目标 | A target lowered after it was missed
-- severity: warning
-- family: across
-- rests on: indicator_setting
-- method: 同一部门、项目和指标：某年自评未达到“不少于”的指标值，其后两年内的指标值不应低于它；可能有正当理由，需人工判断 | Same department, project
--     and indicator: where a target of "at least" was missed, those of the next two years are not lower; there may be a good reason, to be judged
-- says: “{1}”{2}年指标值为“{expected}”、实际完成“{3}”，本年指标值降为“{stated}”，需人工判断。 | "{1}" missed its target of "{expected}" with "{3}" in {2}, and
--     is now promised as "{stated}"; this needs a reader's judgement.
-- store: yes
with missed as (
    select d.department_id, d.fiscal_year, s.project_name, s.item_name, s.target_number, s.target_raw, s.actual_raw, s.target_kind,
        s.target_cell, s.actual_cell
    from scored as s
    join disclosure as d using (disclosure_id)
    where s.operator in ('≥', '=') and not s.reached and s.target_cell is not null
    qualify count(*) over (partition by d.department_id, d.fiscal_year, s.project_name, s.item_name) = 1
),

later as (
    select disclosure_id, form_name, project_name, item_name, row_no, target_raw as raw, target_number as number, target_kind as kind,
        target_cell as cell_id
    from scored
    where operator in ('≥', '=') and target_number is not null and target_cell is not null
    union all
    select p.disclosure_id, concat_ws(' ', p.project_no, p.project_name), p.project_name, i.level3, i.row_no, i.value_raw, i.value_number,
        if(i.unit = '%', 'percent', 'count'), i.cell_id
    from indicator as i
    join project as p using (project_id)
    where i.operator in ('≥', '>', '=') and i.value_number is not null
)

select
    l.disclosure_id,
    concat_ws(' ', l.form_name, l.row_no, l.item_name) as subject,
    if(l.number < m.target_number, 'warning', null) as severity,
    l.raw as stated,
    m.target_raw as expected,
    [l.item_name, m.fiscal_year::varchar, m.actual_raw] as told,
    [l.cell_id] as stated_cells, [m.target_cell, m.actual_cell] as expected_cells
from later as l
join disclosure as d using (disclosure_id)
join missed as m
    on m.department_id = d.department_id and m.project_name = l.project_name and m.item_name = l.item_name and m.target_kind = l.kind
    and d.fiscal_year between m.fiscal_year + 1 and m.fiscal_year + 2
qualify row_number() over (partition by l.cell_id order by m.fiscal_year desc) = 1
