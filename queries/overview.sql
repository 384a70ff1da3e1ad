-- What is in the store, and what can the reader choose from?
-- Reads disclosure, department, region, project, indicator, evaluation, amount, unread, department_year. Unit: yuan.

-- name: departments
-- Every department that has published something: the choices of the filters.
-- parameters: none
-- grain: one row per department (department_id)
-- columns: region_code, region_name, department_id, department_name
select r.region_code, r.region_name, p.department_id, p.department_name
from department as p
join region as r using (region_code)
where p.department_id in (select department_id from disclosure)
order by r.region_code, p.department_id;

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
with chosen as (
    select d.disclosure_id, d.department_id, p.region_code, d.fiscal_year
    from disclosure as d
    join department as p using (department_id)
    where (len($regions::varchar[]) = 0 or p.region_code in (select unnest($regions::varchar[])))
        and (len($departments::varchar[]) = 0 or d.department_id in (select unnest($departments::varchar[])))
        and (len($years::integer[]) = 0 or d.fiscal_year in (select unnest($years::integer[])))
),

chosen_project as (
    select project_id from project where disclosure_id in (select disclosure_id from chosen)
)

select
    count(*) as disclosures,
    count(distinct department_id) as departments,
    count(distinct region_code) as regions,
    min(fiscal_year) as first_year,
    max(fiscal_year) as last_year,
    (select count(*) from amount where amount_yuan is not null and disclosure_id in (select disclosure_id from chosen)) as amounts,
    (select count(*) from chosen_project where project_id in (select project_id from indicator)) as projects,
    (select count(*) from indicator where project_id in (select project_id from chosen_project)) as indicators,
    (select count(*) from evaluation where project_id in (select project_id from chosen_project)) as evaluations,
    (select count(*) from unread where is_data and disclosure_id in (select disclosure_id from chosen)) as unread
from chosen;

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
        and (len($regions::varchar[]) = 0 or region_code in (select unnest($regions::varchar[])))
        and (len($departments::varchar[]) = 0 or department_id in (select unnest($departments::varchar[])))
        and (len($years::integer[]) = 0 or fiscal_year in (select unnest($years::integer[])))
    qualify fiscal_year = max(fiscal_year) over (partition by department_id)
)

select
    w.department_id, r.region_name, p.department_name,
    r.region_name || ' ' || p.department_type || ' ' || w.fiscal_year as label,
    w.fiscal_year, part.measure, y.amount_yuan, w.amount_yuan as total_yuan,
    coalesce(y.value_status, 'not_disclosed') as value_status, coalesce(y.basis, w.basis) as basis,
    w.disclosure_id, y.cell_id, w.cell_id as total_cell_id
from whole as w
cross join (values ('basic', 1), ('project', 2)) as part (measure, place)
left join department_year as y
    on y.department_id = w.department_id and y.fiscal_year = w.fiscal_year and y.measure = part.measure
join department as p on p.department_id = w.department_id
join region as r on r.region_code = w.region_code
order by w.amount_yuan desc, w.department_id, part.place;
