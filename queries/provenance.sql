-- Where was a figure read? Cells, with their document, table, line and text as printed.
-- Reads cell, fact_cell, disclosure, named_disclosure, amount, indicator, project, subgoal_figure, evaluation, mention, build. Unit: yuan. No money
-- is computed here: the text stands as printed.

-- name: cells
-- The cells behind a point of a figure, in the order of the documents.
-- parameters: cells
-- grain: one row per cell (cell_id)
-- columns: cell_id, disclosure_id, region_name, department_name, fiscal_year, kind, source_name, table_no, table_title, row_no, column_no, column_header, raw_text, line_start, line_end, page_no
select
    c.cell_id, c.disclosure_id, d.region_name, d.department_name, d.fiscal_year, d.kind, d.source_name,
    c.table_no, c.table_title, c.row_no, c.column_no, c.column_header, c.raw_text, c.line_start, c.line_end, c.page_no
from cell as c
join named_disclosure as d using (disclosure_id)
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

-- name: readings
-- What was read from one cell: sums of money, values of indicators, figures named in a goal, titles
-- of projects, points and shares of a form, words of the text that checks look at.
-- parameters: cell
-- grain: one row per fact and field (fact_id, field)
-- columns: fact_id, field, item_name, measure, fiscal_year, amount_yuan, operator, value_number, value_text, unit, value_status, basis
with here as (
    select fact_id, field from fact_cell where cell_id = $cell::varchar
),

money as (
    unpivot (select project_id as fact_id, project_name as item_name, * from project where project_id in (select fact_id from here))
    on budget_yuan, fiscal_yuan, other_yuan into name field value amount_yuan
),

form as (
    select e.*, e.evaluation_id as fact_id, p.project_name as item_name
    from evaluation as e
    join project as p using (project_id)
    where e.evaluation_id in (select fact_id from here)
),

form_money as (
    unpivot form
    on columns('_yuan$') into name field value amount_yuan
),

form_points as (
    unpivot (select fact_id, item_name, execution_rate_stated, completion_rate_stated, score_stated from form)
    on execution_rate_stated, completion_rate_stated, score_stated into name field value value_number
)

select
    h.fact_id, h.field, a.item_name, a.measure, a.fiscal_year, a.amount_yuan, null as operator, null::decimal(24, 6) as value_number,
    null as value_text, null as unit, a.value_status, a.basis
from here as h
join amount as a on a.amount_id = h.fact_id
where h.field = 'amount_yuan'
union all
select
    h.fact_id, h.field, coalesce(i.level3, i.description, i.level2), null, null, null, i.operator, i.value_number, i.value_text, i.unit,
    i.value_status, null
from here as h
join indicator as i on i.indicator_id = h.fact_id
where h.field = 'value'
union all
select h.fact_id, h.field, g.label, null, null, null, g.operator, g.value_number, null, g.unit, null, 'prose'
from here as h
join subgoal_figure as g on g.subgoal_figure_id = h.fact_id
where h.field = 'value_number'
union all
select h.fact_id, h.field, p.project_name, 'project_title', null, null, null, null, null, null, null, null
from here as h
join project as p on p.project_id = h.fact_id
where h.field in ('project_no', 'project_name')
union all
select h.fact_id, h.field, m.item_name, h.field, null, m.amount_yuan, null, null, null, null, null, null
from here as h
join money as m using (fact_id, field)
union all
select h.fact_id, h.field, m.item_name, h.field, null, m.amount_yuan, null, null, null, null, null, null
from here as h
join form_money as m using (fact_id, field)
union all
select h.fact_id, h.field, m.item_name, h.field, null, null, null, m.value_number, null, null, null, null
from here as h
join form_points as m using (fact_id, field)
union all
select h.fact_id, h.field, m.text, m.kind, null, null, null, null, null, null, null, null
from here as h
join mention as m on m.mention_id = h.fact_id
order by 1, 2;

-- name: build
-- Which build this is; sample: what was asked for where everything in it is synthetic, else null.
-- parameters: none
-- grain: one row (build_id)
-- columns: build_id, disclosures, sample
select build_id, disclosures, sample
from build;
