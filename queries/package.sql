-- What goes into a data package, and where does it come from?
-- Reads disclosure, department, named_disclosure, finding, finding_cell, disclosure_size. Unit: rows; nothing is computed from money.

-- name: chosen
-- The disclosures of a selection, and those outside it in which a finding of the selection has a cell: without them its evidence
-- would lead nowhere.
-- parameters: regions, departments, years, disclosures
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, region_code, department_id, fiscal_year, is_chosen
with picked as (
    select d.disclosure_id, p.region_code, d.department_id, d.fiscal_year
    from disclosure as d
    join department as p using (department_id)
    where chosen($regions, p.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
        and chosen($disclosures, d.disclosure_id)
),

evidence as (
    select distinct split_part(x.cell_id, '.', 1) as disclosure_id
    from finding as f
    join finding_cell as x using (finding_id)
    where f.disclosure_id in (select disclosure_id from picked)
)

select disclosure_id, region_code, department_id, fiscal_year, true as is_chosen
from picked
union all
select d.disclosure_id, p.region_code, d.department_id, d.fiscal_year, false
from disclosure as d
join department as p using (department_id)
where d.disclosure_id in (select disclosure_id from evidence where disclosure_id not in (select disclosure_id from picked))
order by region_code, department_id, fiscal_year, disclosure_id;

-- name: known
-- What can be chosen: by department, with the years of which something is held.
-- parameters: none
-- grain: one row per department with a disclosure (department_id)
-- columns: region_code, region_name, department_id, department_name, years
select region_code, region_name, department_id, department_name, list(distinct fiscal_year order by fiscal_year) as years
from named_disclosure
group by all
order by department_id;

-- name: documents
-- The documents that the disclosures of a package were read from, and who published them.
-- parameters: disclosures
-- grain: one row per document (source_sha256)
-- columns: source_sha256, source_name, source_format, source_lines, department_ids
select
    source_sha256, min(source_name) as source_name, min(source_format) as source_format, max(source_lines) as source_lines,
    list(distinct department_id order by department_id) as department_ids
from disclosure
where len($disclosures) = 0 or disclosure_id in (select unnest($disclosures::varchar[]))
group by source_sha256
order by source_sha256;

-- name: publishers
-- The departments that published the disclosures of a package.
-- parameters: disclosures
-- grain: one row per department (department_id)
-- columns: department_id, region_name, department_name
select distinct department_id, region_name, department_name
from named_disclosure
where len($disclosures) = 0 or disclosure_id in (select unnest($disclosures::varchar[]))
order by department_id;

-- name: readings
-- What was read from a document: the facts of a disclosure, and with what.
-- parameters: disclosures
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, source_sha256, department_id, fiscal_year, kind, revision, parsed_by, amounts, projects, indicators, evaluations, unread
select
    d.disclosure_id, d.source_sha256, d.department_id, d.fiscal_year, d.kind, d.revision, d.parsed_by, s.amounts, s.projects, s.indicators,
    s.evaluations, s.unread
from disclosure as d
join disclosure_size as s using (disclosure_id)
where len($disclosures) = 0 or d.disclosure_id in (select unnest($disclosures::varchar[]))
order by d.disclosure_id;
