-- What does a disclosure hold, what was read from it, and what was not?
-- Reads named_disclosure, disclosure_size, disclosure_coverage, publication, section, document_table, cell, amount, unread, project, indicator, evaluation, evaluation_item,
-- subgoal_figure, mention. Unit: yuan; texts stand as printed.

-- name: catalogue
-- The disclosures of a selection, newest year first, with how much was read from each: projects with targets, forms of
-- self-evaluation, and (unread) data that could not be read.
-- parameters: regions, departments, years
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, region_code, region_name, department_id, department_name, fiscal_year, kind, title, source_name, tables, amounts, projects, evaluations, unread
select
    d.disclosure_id, d.region_code, d.region_name, d.department_id, d.department_name, d.fiscal_year, d.kind, d.title, d.source_name,
    n.tables, n.amounts, n.projects, n.evaluations, n.unread
from named_disclosure as d
join disclosure_size as n using (disclosure_id)
where chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
order by d.fiscal_year desc, d.region_code, d.disclosure_id;

-- name: named
-- Some disclosures by their names and files, in the order of departments and years.
-- parameters: disclosures
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, region_name, department_name, fiscal_year, kind, title, source_name, source_sha256
select disclosure_id, region_name, department_name, fiscal_year, kind, title, source_name, source_sha256
from named_disclosure
where len($disclosures::varchar[]) = 0 or disclosure_id in (select unnest($disclosures::varchar[]))
order by region_code, department_id, fiscal_year, disclosure_id;

-- name: page
-- The same a page at a time: those from `start` (counted from 0), at most `most`, of `total`. With a section, what became of it in each
-- (not_expected: its kind of document does not carry it), those that lack it first; without one, status is null.
-- parameters: regions, departments, years, section, start, most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, region_code, region_name, department_id, department_name, fiscal_year, kind, title, source_name, tables, amounts, projects, evaluations, unread, status, total
with asked as (
    select n.*, if($section::varchar = '', null, coalesce(c.status, 'not_expected')) as status, count(*) over ()::integer as total
    from disclosure_size as n
    left join disclosure_coverage as c on c.disclosure_id = n.disclosure_id and c.section_code = $section::varchar
    where chosen($regions, n.region_code) and chosen($departments, n.department_id) and chosen($years, n.fiscal_year)
),

shown as (
    select *, list_position(['absent', 'empty', 'empty_with_note', 'present', 'not_expected'], status) as place
    from asked
    order by place, fiscal_year desc, region_code, disclosure_id
    limit $most::integer offset $start::integer
)

select
    d.disclosure_id, d.region_code, d.region_name, d.department_id, d.department_name, d.fiscal_year, d.kind, d.title, d.source_name,
    n.tables, n.amounts, n.projects, n.evaluations, n.unread, n.status, n.total
from shown as n
join named_disclosure as d using (disclosure_id)
order by n.place, d.fiscal_year desc, d.region_code, d.disclosure_id;

-- name: standings
-- In how many disclosures of a selection one section is there, and in how many it is not, those that lack it first.
-- parameters: regions, departments, years, section
-- grain: one row per status (status)
-- columns: status, disclosures
with held as (
    select count(*) as disclosures
    from disclosure_size
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
),

-- Counted by region and year already, where no department is chosen.
standing as (
    select
        coalesce(sum(required), 0) as required, sum(absent) as absent, sum(empty) as empty, sum(empty_with_note) as empty_with_note,
        sum(present) as present
    from (
        select required, absent, empty, empty_with_note, present
        from publication
        where len($departments) = 0 and section_code = $section::varchar and chosen($regions, region_code) and chosen($years, fiscal_year)
        union all
        select
            1, (status = 'absent')::integer, (status = 'empty')::integer, (status = 'empty_with_note')::integer, (status = 'present')::integer
        from disclosure_coverage
        where len($departments) > 0 and section_code = $section::varchar and chosen($regions, region_code)
            and chosen($departments, department_id) and chosen($years, fiscal_year)
    )
)

select x.status, x.disclosures::integer as disclosures
from standing as s
cross join held as h
cross join lateral (
    values ('absent', 1, s.absent), ('empty', 2, s.empty), ('empty_with_note', 3, s.empty_with_note), ('present', 4, s.present),
        ('not_expected', 5, h.disclosures - s.required)
) as x (status, place, disclosures)
where x.disclosures > 0
order by x.place;

-- name: one
-- What is known about one disclosure.
-- parameters: disclosure
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, region_name, department_name, fiscal_year, year_basis, kind, title, unit_code, source_name, source_sha256, source_format, source_lines, revision, parsed_by, cells, facts, amounts, indicators, evaluations, unread
select
    d.disclosure_id, d.region_name, d.department_name, d.fiscal_year, d.year_basis, d.kind, d.title, d.unit_code, d.source_name,
    d.source_sha256, d.source_format, d.source_lines, d.revision, d.parsed_by,
    (select count(*) from cell as c where c.disclosure_id = d.disclosure_id) as cells,
    (select count(*) from cell as c where c.disclosure_id = d.disclosure_id and c.reading = 'fact') as facts,
    (select count(*) from amount as a where a.disclosure_id = d.disclosure_id) as amounts,
    (select count(*) from indicator as i join project as x using (project_id) where x.disclosure_id = d.disclosure_id) as indicators,
    (
        select count(*)
        from evaluation_item as i
        join evaluation as e using (evaluation_id)
        join project as x using (project_id)
        where x.disclosure_id = d.disclosure_id
    ) as evaluations,
    (select count(*) from unread as u where u.disclosure_id = d.disclosure_id) as unread
from named_disclosure as d
where d.disclosure_id = $disclosure::varchar;

-- name: sections
-- The sections and tables that the disclosure's kind is expected to have, in the order of the document.
-- parameters: disclosure
-- grain: one row per section (section_code)
-- columns: section_code, status, line_start
select section_code, status, line_start
from section
where disclosure_id = $disclosure::varchar
order by line_start nulls last, section_code;

-- name: tables
-- The tables of the disclosure as printed, with how many of their cells became facts.
-- parameters: disclosure
-- grain: one row per table (table_no)
-- columns: table_no, table_code, table_title, unit, status, reason, line_start, line_end, facts, unread
select
    t.table_no, t.table_code, t.table_title, t.unit, t.status, t.reason, t.line_start, t.line_end,
    count(*) filter (c.reading = 'fact') as facts,
    count(*) filter (c.reading = 'unread') as unread
from document_table as t
left join cell as c using (disclosure_id, table_no)
where t.disclosure_id = $disclosure::varchar
group by all
order by t.table_no;

-- name: cells
-- The cells of one table as printed.
-- parameters: disclosure, table_no
-- grain: one row per cell (cell_id)
-- columns: cell_id, row_no, column_no, column_header, raw_text, line_start, line_end, reading
select cell_id, row_no, column_no, column_header, raw_text, line_start, line_end, reading
from cell
where disclosure_id = $disclosure::varchar and table_no = $table_no::integer
order by row_no, column_no, cell_id;

-- name: prose
-- The figures in running text, with what each was read as: a sum, a figure named in a goal, the title of a project.
-- parameters: disclosure
-- grain: one row per figure and meaning (cell_id, item_name, measure, fiscal_year)
-- columns: cell_id, line_start, raw_text, reading, item_name, measure, fiscal_year, amount_yuan, value_status, basis
select distinct
    c.cell_id, c.line_start, c.raw_text, c.reading,
    coalesce(a.item_name, g.label, p.project_name) as item_name,
    coalesce(a.measure, if(g.label is not null, 'goal_figure', null), if(p.project_name is not null, 'project_title', null)) as measure,
    a.fiscal_year, a.amount_yuan, a.value_status, a.basis
from cell as c
left join amount as a using (cell_id)
left join subgoal_figure as g using (cell_id)
left join project as p using (cell_id)
where c.disclosure_id = $disclosure::varchar and c.table_no = 0 and c.cell_id not in (select cell_id from mention)
order by c.line_start, c.cell_id, a.fiscal_year, item_name, measure;

-- name: unread
-- Tables, rows, figures and lines that were not turned into facts, with the reason; data that could not be read first.
-- parameters: disclosure
-- grain: one row per such place (unread_no)
-- columns: unread_no, kind, line_start, cell_id, raw_text, reason, is_data
select unread_no, kind, line_start, cell_id, raw_text, reason, is_data
from unread
where disclosure_id = $disclosure::varchar
order by is_data desc, line_start, unread_no;

-- name: place
-- One cell and where it stands.
-- parameters: cell
-- grain: one row per cell (cell_id)
-- columns: cell_id, disclosure_id, table_no, table_title, row_no, column_no, column_header, raw_text, line_start, line_end, reading
select cell_id, disclosure_id, table_no, table_title, row_no, column_no, column_header, raw_text, line_start, line_end, reading
from cell
where cell_id = $cell::varchar;

-- name: amounts
-- Every sum read from the disclosure, exact, with its cell.
-- parameters: disclosure
-- grain: one row per sum (amount_id)
-- columns: amount_id, fiscal_year, table_code, side, item_code, item_name, item_level, row_role, measure, amount_yuan, amount_raw, unit, value_status, basis, cell_id
select
    amount_id, fiscal_year, table_code, side, item_code, item_name, item_level, row_role, measure,
    amount_yuan, amount_raw, unit, value_status, basis, cell_id
from amount
where disclosure_id = $disclosure::varchar
order by amount_id;

-- name: indicators
-- Every performance indicator of the disclosure's projects, with its cell.
-- parameters: disclosure
-- grain: one row per indicator (indicator_id)
-- columns: indicator_id, project_no, project_name, row_no, level1, level2, level3, description, value_raw, operator, value_number, value_text, unit, value_status, row_status, cell_id
select
    i.indicator_id, p.project_no, p.project_name, i.row_no, i.level1, i.level2, i.level3, i.description, i.value_raw,
    i.operator, i.value_number, i.value_text, i.unit, i.value_status, i.row_status, i.cell_id
from indicator as i
join project as p using (project_id)
where p.disclosure_id = $disclosure::varchar
order by p.project_no, i.row_no, i.indicator_id;

-- name: evaluations
-- Every scored indicator of the disclosure's self-evaluation forms, with its cell.
-- parameters: disclosure
-- grain: one row per scored indicator (evaluation_item_id)
-- columns: evaluation_item_id, project_no, project_name, row_no, level1, level1_weight, level2, level3, target_raw, actual_raw, score, cell_id
select
    i.evaluation_item_id, p.project_no, p.project_name, i.row_no, i.level1, i.level1_weight, i.level2, i.level3,
    i.target_raw, i.actual_raw, i.score, i.cell_id
from evaluation_item as i
join evaluation as e using (evaluation_id)
join project as p using (project_id)
where p.disclosure_id = $disclosure::varchar
order by p.project_no, i.row_no, i.evaluation_item_id;
