-- What are the headline figures of a department in a year?
-- Reads department_year, named_department, disclosure. Unit: yuan.

-- name: headline
-- Every headline measure; years known only from a stated change have basis 'derived'.
-- parameters: regions, departments, years
-- grain: one row per department, year and measure (department_id, fiscal_year, measure)
-- columns: department_id, region_code, region_name, department_name, fiscal_year, measure, amount_yuan, value_status, basis, disclosure_id, cell_id
select
    y.department_id, y.region_code, p.region_name, p.department_name, y.fiscal_year, y.measure,
    y.amount_yuan, y.value_status, y.basis, y.disclosure_id, y.cell_id
from department_year as y
join named_department as p using (department_id)
where chosen($regions, y.region_code) and chosen($departments, y.department_id) and chosen($years, y.fiscal_year)
order by y.region_code, y.department_id, y.fiscal_year, y.measure;

-- name: trend
-- One measure over the years, for departments with at least two years of it (one point is no trend).
-- parameters: regions, departments, measure
-- grain: one row per department and year (department_id, fiscal_year)
-- columns: department_id, region_name, department_name, label, fiscal_year, measure, amount_yuan, value_status, basis, disclosure_id, cell_id
select
    y.department_id, p.region_name, p.department_name, p.label, y.fiscal_year, y.measure,
    y.amount_yuan, y.value_status, y.basis, y.disclosure_id, y.cell_id
from department_year as y
join named_department as p using (department_id)
where y.measure = $measure::varchar
    and chosen($regions, y.region_code) and chosen($departments, y.department_id)
qualify count(y.amount_yuan) over (partition by y.department_id) >= 2
order by y.department_id, y.fiscal_year;

-- name: disclosures_stating
-- The disclosures, wherever they are from, that state all of the measures: where to look when a selection has none. At most `most` of
-- `total`.
-- parameters: measures, most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, total
select y.disclosure_id, count(*) over ()::integer as total
from department_year as y
join disclosure as d on d.disclosure_id = y.disclosure_id and d.fiscal_year = y.fiscal_year
where y.amount_yuan is not null and list_contains($measures::varchar[], y.measure)
group by y.region_code, y.department_id, y.fiscal_year, y.disclosure_id
having count(distinct y.measure) = len($measures::varchar[])
order by y.region_code, y.department_id, y.fiscal_year, y.disclosure_id
limit $most::integer;
