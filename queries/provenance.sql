-- Where was a figure read? Cells, with their document, table, line and text as printed.
-- Reads cell, fact_cell, disclosure, department, region. No money is computed here: the text stands as printed.

-- name: cells
-- The cells behind a point of a figure, in the order of the documents.
-- parameters: cells
-- grain: one row per cell (cell_id)
-- columns: cell_id, disclosure_id, region_name, department_name, fiscal_year, kind, source_name, table_no, table_title, row_no, column_no, column_header, raw_text, line_start, line_end, page_no
select
    c.cell_id, c.disclosure_id, r.region_name, p.department_name, d.fiscal_year, d.kind, d.source_name,
    c.table_no, c.table_title, c.row_no, c.column_no, c.column_header, c.raw_text, c.line_start, c.line_end, c.page_no
from cell as c
join disclosure as d using (disclosure_id)
join department as p using (department_id)
join region as r using (region_code)
where c.cell_id in (select unnest($cells::varchar[]))
order by d.fiscal_year, c.disclosure_id, c.line_start, c.table_no, c.row_no, c.column_no, c.cell_id;

-- name: fact
-- Every cell that one fact (an amount, indicator, project, evaluation item …) was read from, field by field.
-- parameters: fact_id
-- grain: one row per field and cell of the fact (fact_id, field, cell_id)
-- columns: fact_id, field, cell_id, disclosure_id, source_name, source_sha256, table_no, table_title, row_no, column_no, column_header, raw_text, line_start, line_end, page_no
select
    f.fact_id, f.field, c.cell_id, c.disclosure_id, d.source_name, d.source_sha256,
    c.table_no, c.table_title, c.row_no, c.column_no, c.column_header, c.raw_text, c.line_start, c.line_end, c.page_no
from fact_cell as f
join cell as c using (cell_id)
join disclosure as d using (disclosure_id)
where f.fact_id = $fact_id::varchar
order by c.line_start, c.row_no, c.column_no, f.field, c.cell_id;
