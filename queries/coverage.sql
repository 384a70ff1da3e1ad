-- What was published, and what was not? Sections and tables by disclosure.
-- Reads disclosure_coverage, document_table, named_disclosure. No money.

-- name: disclosures_with
-- The disclosures, wherever they are from, that have one of the sections filled in and readable: where to look when a
-- selection has none. At most `most` of `total`.
-- parameters: sections, most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, total
select c.disclosure_id, count(*) over ()::integer as total
from disclosure_coverage as c
where list_contains($sections::varchar[], c.section_code) and c.status = 'present'
    and not exists (
        select 1 from document_table as t
        where t.status = 'refused' and t.disclosure_id = c.disclosure_id and 'table_' || t.table_code = c.section_code
    )
group by c.region_code, c.department_id, c.fiscal_year, c.disclosure_id
order by c.region_code, c.department_id, c.fiscal_year, c.disclosure_id
limit $most::integer;

-- name: section_status
-- What became of one section in each disclosure of the selection; not_expected: its kind of document does not carry it.
-- parameters: regions, departments, years, section
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, region_name, department_name, fiscal_year, label, kind, status
select
    d.disclosure_id, d.region_name, d.department_name, d.fiscal_year, d.label, d.kind,
    coalesce(c.status, 'not_expected') as status
from named_disclosure as d
left join disclosure_coverage as c on c.disclosure_id = d.disclosure_id and c.section_code = $section::varchar
where chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
order by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id;
