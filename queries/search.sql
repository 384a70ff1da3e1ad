-- Where does a name occur: of a department, a project, an indicator, an expense item?
-- Reads known_name (a word is sought among distinct names, not among rows), named_disclosure, project, indicator, amount. Unit: yuan.

-- name: names
-- Names that contain the word, in whichever case: of each kind the name itself first, then those that begin with it, then those met
-- most often; at most `most` of a kind. found: how many there are of the kind.
-- parameters: word, most
-- grain: one row per kind and name (kind, name)
-- columns: kind, name, times, disclosures, found
with hits as (
    select kind, name, times, disclosures
    from known_name
    where contains(lower(name), lower($word::varchar))
)
select kind, name, times, disclosures, count(*) over (partition by kind) as found
from hits
qualify row_number() over (
    partition by kind
    order by lower(name) = lower($word::varchar) desc, starts_with(lower(name), lower($word::varchar)) desc, times desc, length(name), name
) <= $most::integer
order by
    list_position(['department', 'project', 'indicator', 'item'], kind), lower(name) = lower($word::varchar) desc,
    starts_with(lower(name), lower($word::varchar)) desc, times desc, length(name), name;

-- name: departments
-- The disclosures of departments of exactly this name.
-- parameters: regions, departments, years, department_name, start, most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, region_code, region_name, department_id, department_name, fiscal_year, kind, title, total
select
    disclosure_id, region_code, region_name, department_id, department_name, fiscal_year, kind, title, count(*) over () as total
from named_disclosure
where department_name = $department_name::varchar
    and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
order by region_code, department_id, fiscal_year desc, disclosure_id
limit $most::integer offset $start::integer;

-- name: projects
-- Projects of exactly this name, with their budgets.
-- parameters: regions, departments, years, project_name, start, most
-- grain: one row per project (project_id)
-- columns: project_id, region_name, department_name, fiscal_year, project_no, budget_yuan, budget_status, disclosure_id, cell_id, total
select
    p.project_id, d.region_name, d.department_name, d.fiscal_year, p.project_no, p.budget_yuan, p.budget_status, p.disclosure_id, p.cell_id,
    count(*) over () as total
from project as p
join named_disclosure as d using (disclosure_id)
where p.project_name = $project_name::varchar
    and chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
order by d.region_code, d.department_id, d.fiscal_year desc, p.disclosure_id, p.project_no
limit $most::integer offset $start::integer;

-- name: indicators
-- Indicators called exactly so (by their level 3, or by what they say where they have none), with their values.
-- parameters: regions, departments, years, indicator_name, start, most
-- grain: one row per indicator (indicator_id)
-- columns: indicator_id, region_name, department_name, fiscal_year, project_name, level2, description, value_raw, value_status, disclosure_id, cell_id, total
select
    i.indicator_id, d.region_name, d.department_name, d.fiscal_year, p.project_name, i.level2, i.description, i.value_raw, i.value_status,
    p.disclosure_id, i.cell_id, count(*) over () as total
from indicator as i
join project as p using (project_id)
join named_disclosure as d using (disclosure_id)
where coalesce(i.level3, i.description) = $indicator_name::varchar
    and chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
order by d.region_code, d.department_id, d.fiscal_year desc, p.project_no, i.row_no, i.indicator_id
limit $most::integer offset $start::integer;

-- name: items
-- Sums of exactly this expense item in the tables by code, totals of a row only.
-- parameters: regions, departments, years, item_name, start, most
-- grain: one row per sum (amount_id)
-- columns: amount_id, region_name, department_name, fiscal_year, table_code, item_code, measure, amount_yuan, value_status, basis, disclosure_id, cell_id, total
select
    a.amount_id, d.region_name, d.department_name, a.fiscal_year, a.table_code, a.item_code, a.measure, a.amount_yuan, a.value_status, a.basis,
    a.disclosure_id, a.cell_id, count(*) over () as total
from amount as a
join named_disclosure as d using (disclosure_id)
where a.item_name = $item_name::varchar and a.item_code is not null and a.measure = 'total'
    and a.table_code in ('expenditure', 'general_budget', 'government_fund', 'state_capital', 'general_basic')
    and chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, a.fiscal_year)
order by d.region_code, d.department_id, a.fiscal_year desc, a.disclosure_id, a.table_code, a.amount_id
limit $most::integer offset $start::integer;
