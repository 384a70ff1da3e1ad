-- What tables does the store hold, and what is in their columns?
-- Reads the catalogue of DuckDB, department, disclosure. Unit: rows.

-- name: columns
-- Every column of every table and view, in order, with the comment of its table; most: rows of a table as DuckDB counts them
-- without looking (null for a view).
-- parameters: none
-- grain: one row per column (table_name, column_name)
-- columns: table_name, comment, most, position, column_name, data_type, is_view
select
    c.table_name, coalesce(t.comment, v.comment) as comment, t.estimated_size as most, c.column_index::integer as position, c.column_name, c.data_type,
    t.table_name is null as is_view
from duckdb_columns() as c
left join duckdb_tables() as t using (database_oid, schema_name, table_name)
left join duckdb_views() as v on v.database_oid = c.database_oid and v.schema_name = c.schema_name and v.view_name = c.table_name
where not c.internal
order by c.table_name, position;

-- name: disclosures
-- The disclosures of a selection: what is said to have rows where a table has none. At most `most` of `total`.
-- parameters: regions, departments, years, most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, total
select d.disclosure_id, count(*) over ()::integer as total
from disclosure as d
join department as p using (department_id)
where chosen($regions, p.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
order by p.region_code, d.department_id, d.fiscal_year, d.disclosure_id
limit $most::integer;

-- name: file
-- The file of the build in use.
-- parameters: none
-- grain: one row
-- columns: file
select path as file
from duckdb_databases()
where database_name = current_database();
