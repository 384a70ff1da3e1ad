-- check: basis_stale_year
-- title: 依据是往年的计划 | A basis of a past year
-- severity: warning
-- family: indicators
-- rests on: consistency
-- method: “指标值确定依据”写明年度计划、预算、要点的，年份不应早于预算年度；文件字号和多年规划中的年份不算。每个项目合并提示；同名项目另有本年度的一份，
--     或名称写明该年的，可能是上年结转，作为提示 | Where the basis of a target is a plan or budget of a year, that year is not before the
--     budget's; years in document numbers and plans for several years do not count. Told once for each project; where a project of the
--     same name rests on the current year, or the name itself gives the year, it may be a carry-over, which is a notice
-- says: “{1}”有 {2} 个指标以“{stated}”为依据，而预算年度是 {expected}[；该项目可能是上年结转{notice}]。 |
--     In "{1}", {2} of {3} targets that rest on a yearly plan rest on "{stated}", but the budget is for {4}[; the project may be carried
--     over{notice}].
with plan as (
    select
        i.indicator_id, i.disclosure_id, i.project_id, i.project_no, i.project_name, i.row_no, i.basis_text, i.cell_id, d.fiscal_year,
        -- '2022 年工作计划', '2022年度部门预算'; not '冀组字〔2022〕18号', '2019-2021 年计划'
        regexp_extract(
            regexp_replace(i.basis_text, '\s', '', 'g'),
            '(?:^|[^0-9〔【\[(（~—–-])(20[0-9]{2})年?度?[一-龥]{0,8}(?:计划|预算|要点|安排|谋划)', 1
        ) as year
    from printed_indicator as i
    join disclosure as d using (disclosure_id)
    where i.value_status <> 'secret'
        -- plans for several years, and rules issued in an earlier one, hold on
        and not regexp_matches(i.basis_text, '[两三五十]年|行动|规划|长期|印发|出台|文件|《')
),

by_project as (
    select
        disclosure_id, project_no, project_name, fiscal_year, min(year) as year, count(*) as plans, count(*) filter (where stale) as stale,
        arg_min(basis_text, row_no) filter (where stale) as first_text, list(cell_id order by row_no) filter (where stale) as stale_cells,
        any_value(cell_id) as cell_id
    from (
        select p.* replace (coalesce(b.cell_id, p.cell_id) as cell_id), p.year::integer < p.fiscal_year as stale
        from plan as p
        left join (select fact_id, min(cell_id) as cell_id from fact_cell where field = 'basis' group by fact_id) as b on b.fact_id = p.indicator_id
        where p.year <> ''
    )
    group by disclosure_id, project_id, project_no, project_name, fiscal_year
),

-- Names under which a project rests on the current year.
up_to_date as (
    select distinct disclosure_id, project_name from by_project where stale < plans
)

select
    p.disclosure_id, concat_ws(' ', p.project_no, p.project_name) as subject,
    case
        when p.stale = 0 then null
        when p.stale = p.plans and (contains(p.project_name, p.year) or contains(p.project_name, '结转') or u.project_name is not null) then 'notice'
        else 'warning'
    end as severity,
    p.first_text as stated, p.fiscal_year || ' 年' as expected,
    [p.project_name, p.stale::varchar, p.plans::varchar, p.fiscal_year::varchar] as told,
    coalesce(p.stale_cells, [p.cell_id]) as stated_cells
from by_project as p
left join up_to_date as u on u.disclosure_id = p.disclosure_id and u.project_name = p.project_name
