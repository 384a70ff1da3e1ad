-- Which projects have indicators of which type, how many are quantified, and how many are their own?
-- Reads indicator_coverage (one row per project and expected type, zero rows included), indicator, project,
-- named_disclosure. Unit of money: yuan; shares are fractions of 1. Nominal: a type has an indicator.
-- Effective: it has one that is not a copy of another type's row.

-- name: matrix
-- Every project and expected type.
-- parameters: regions, departments, years
-- grain: one row per project and type (project_id, level2)
-- columns: disclosure_id, region_name, department_name, fiscal_year, project_id, project_no, project_name, level1, level2, indicators, quantified, distinct_indicators, secret
select
    d.disclosure_id, d.region_name, d.department_name, d.fiscal_year, i.project_id, j.project_no, j.project_name,
    i.level1, i.level2, i.indicators::integer as indicators, i.quantified::integer as quantified,
    i.distinct_indicators::integer as distinct_indicators, i.secret::integer as secret
from indicator_coverage as i
join project as j using (project_id)
join named_disclosure as d on d.disclosure_id = i.disclosure_id
where chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
order by d.region_code, d.department_id, d.fiscal_year, i.disclosure_id, j.project_no,
    list_position(['数量指标', '质量指标', '时效指标', '成本指标', '经济效益指标', '社会效益指标', '生态效益指标',
        '可持续影响指标', '服务对象满意度指标'], i.level2);

-- name: by_disclosure
-- Coverage of a disclosure's projects: cells of the matrix (projects × types) that are filled, nominally and effectively.
-- outside: indicators without one of the nine types, because the print has lost or shifted their cells.
-- parameters: regions, departments, years
-- grain: one row per disclosure with projects (disclosure_id)
-- columns: disclosure_id, department_id, region_name, department_name, fiscal_year, label, kind, projects, types, indicators, quantified, quantified_share, nominal_share, effective_share, secret, outside
select
    d.disclosure_id, d.department_id, d.region_name, d.department_name, d.fiscal_year, d.label, d.kind,
    count(distinct i.project_id)::integer as projects, count(distinct i.level2)::integer as types,
    sum(i.indicators)::integer as indicators, sum(i.quantified)::integer as quantified,
    (sum(i.quantified) / nullif(sum(i.indicators), 0))::double as quantified_share,
    (count(*) filter (where i.indicators > 0) / count(*))::double as nominal_share,
    (count(*) filter (where i.distinct_indicators > 0) / count(*))::double as effective_share,
    sum(i.secret)::integer as secret,
    ((select count(*) from indicator as n join project as j using (project_id) where j.disclosure_id = d.disclosure_id)
        - sum(i.indicators))::integer as outside
from indicator_coverage as i
join named_disclosure as d using (disclosure_id)
where chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
group by d.disclosure_id, d.region_code, d.department_id, d.region_name, d.department_name, d.fiscal_year, d.label, d.kind
order by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id;

-- name: by_type
-- Share of a disclosure's projects that have an indicator of each type, nominally and effectively.
-- parameters: regions, departments, years
-- grain: one row per disclosure and type (disclosure_id, level2)
-- columns: disclosure_id, region_name, department_name, fiscal_year, level1, level2, projects, nominal, effective, nominal_share, effective_share, indicators, quantified, quantified_share, secret
select
    d.disclosure_id, d.region_name, d.department_name, d.fiscal_year, i.level1, i.level2,
    count(*)::integer as projects,
    count(*) filter (where i.indicators > 0)::integer as nominal,
    count(*) filter (where i.distinct_indicators > 0)::integer as effective,
    (count(*) filter (where i.indicators > 0) / count(*))::double as nominal_share,
    (count(*) filter (where i.distinct_indicators > 0) / count(*))::double as effective_share,
    sum(i.indicators)::integer as indicators, sum(i.quantified)::integer as quantified,
    (sum(i.quantified) / nullif(sum(i.indicators), 0))::double as quantified_share,
    sum(i.secret)::integer as secret
from indicator_coverage as i
join named_disclosure as d using (disclosure_id)
where chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
group by d.disclosure_id, d.region_code, d.region_name, d.department_id, d.department_name, d.fiscal_year, i.level1, i.level2
order by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id,
    list_position(['数量指标', '质量指标', '时效指标', '成本指标', '经济效益指标', '社会效益指标', '生态效益指标',
        '可持续影响指标', '服务对象满意度指标'], i.level2);

-- name: by_project
-- Coverage of each project: types it has, nominally and effectively, and its indicators.
-- parameters: regions, departments, years
-- grain: one row per project (project_id)
-- columns: disclosure_id, region_name, department_name, fiscal_year, project_id, project_no, project_name, budget_yuan, indicators, quantified, quantified_share, types, nominal, effective, secret, cell_id
select
    d.disclosure_id, d.region_name, d.department_name, d.fiscal_year, j.project_id, j.project_no, j.project_name, j.budget_yuan,
    sum(i.indicators)::integer as indicators, sum(i.quantified)::integer as quantified,
    (sum(i.quantified) / nullif(sum(i.indicators), 0))::double as quantified_share,
    count(*)::integer as types,
    count(*) filter (where i.indicators > 0)::integer as nominal,
    count(*) filter (where i.distinct_indicators > 0)::integer as effective,
    sum(i.secret)::integer as secret, j.cell_id
from indicator_coverage as i
join project as j using (project_id)
join named_disclosure as d on d.disclosure_id = i.disclosure_id
where chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
group by all
order by any_value(d.region_code), any_value(d.department_id), d.fiscal_year, d.disclosure_id, project_no;

-- name: cells
-- Where the indicators that are counted stand: the cells of their values, parted by spaces.
-- parameters: regions, departments, years
-- grain: one row per disclosure and type that has indicators (disclosure_id, level2)
-- columns: disclosure_id, level2, cell_ids
select j.disclosure_id, n.level2, string_agg(n.cell_id, ' ' order by n.indicator_id) as cell_ids
from indicator as n
join project as j using (project_id)
join named_disclosure as d on d.disclosure_id = j.disclosure_id
where n.level2 in (select level2 from indicator_coverage)
    and chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
group by j.disclosure_id, n.level2
order by j.disclosure_id, n.level2;

-- name: rows
-- The indicators of one project, as printed and as read; level2 empty: all types. copies: other rows of the project with
-- the same name, description and value (unknown where they are secret).
-- parameters: project_id, level2
-- grain: one row per indicator (indicator_id)
-- columns: indicator_id, project_id, row_no, level1, level2, level3, description, value_raw, operator, value_number, value_text, unit, is_quantified, basis_text, value_status, row_status, copies, cell_id
with counted as (
    select
        *,
        count(*) over (
            partition by project_id, coalesce(level3, ''), coalesce(description, ''), value_raw) - 1 as copies
    from indicator
    where project_id = $project_id::varchar
)
select
    indicator_id, project_id, row_no, level1, level2, level3, description, value_raw, operator,
    value_number, value_text, unit, is_quantified, basis_text, value_status, row_status,
    case when value_status <> 'secret' then copies::integer end as copies, cell_id
from counted
where $level2::varchar = '' or level2 = $level2::varchar
order by row_no, indicator_id;
