-- What is in the store, and what can the reader choose from?
-- Reads disclosure, named_disclosure, named_department, project, indicator, evaluation, amount, unread, department_year.
-- Unit: yuan.

-- name: departments
-- Every department that has published something: the choices of the filters.
-- parameters: none
-- grain: one row per department (department_id)
-- columns: region_code, region_name, department_id, department_name
select region_code, region_name, department_id, department_name
from named_department
where department_id in (select department_id from disclosure)
order by region_code, department_id;

-- name: years
-- Every year that has a figure, last year's worked out from a stated change included.
-- parameters: none
-- grain: one row per year (fiscal_year)
-- columns: fiscal_year
select fiscal_year from disclosure
union
select fiscal_year from department_year
order by fiscal_year;

-- name: headline
-- How much the selection holds: projects are those with targets, evaluations the forms of self-evaluation, unread the
-- places with data that could not be read.
-- parameters: regions, departments, years
-- grain: one row
-- columns: disclosures, departments, regions, first_year, last_year, amounts, projects, indicators, evaluations, unread
with selection as (
    select disclosure_id, department_id, region_code, fiscal_year
    from named_disclosure
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
),

selected_project as (
    select project_id from project where disclosure_id in (select disclosure_id from selection)
)

select
    count(*) as disclosures,
    count(distinct department_id) as departments,
    count(distinct region_code) as regions,
    min(fiscal_year) as first_year,
    max(fiscal_year) as last_year,
    (select count(*) from amount where amount_yuan is not null and disclosure_id in (select disclosure_id from selection)) as amounts,
    (select count(*) from selected_project where project_id in (select project_id from indicator)) as projects,
    (select count(*) from indicator where project_id in (select project_id from selected_project)) as indicators,
    (select count(*) from evaluation where project_id in (select project_id from selected_project)) as evaluations,
    (select count(*) from unread where is_data and disclosure_id in (select disclosure_id from selection)) as unread
from selection;

-- name: totals
-- Total expenditure of each department in its latest year that states one, parted into basic and project.
-- parameters: regions, departments, years
-- grain: one row per department and part (department_id, measure)
-- columns: department_id, region_name, department_name, label, fiscal_year, measure, amount_yuan, total_yuan, value_status, basis, disclosure_id, cell_id, total_cell_id
with whole as (
    select *
    from department_year
    where measure = 'total'
        and amount_yuan is not null
        and basis <> 'derived'
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
    qualify fiscal_year = max(fiscal_year) over (partition by department_id)
)

select
    w.department_id, p.region_name, p.department_name, concat_ws(' ', p.label, w.fiscal_year) as label,
    w.fiscal_year, part.measure, y.amount_yuan, w.amount_yuan as total_yuan,
    coalesce(y.value_status, 'not_disclosed') as value_status, coalesce(y.basis, w.basis) as basis,
    w.disclosure_id, y.cell_id, w.cell_id as total_cell_id
from whole as w
cross join (values ('basic', 1), ('project', 2)) as part (measure, place)
left join department_year as y
    on y.department_id = w.department_id and y.fiscal_year = w.fiscal_year and y.measure = part.measure
join named_department as p on p.department_id = w.department_id
order by w.amount_yuan desc, w.department_id, part.place;
