-- A table that checks may read beside those of schema.sql: purchases by project. Run once per batch. Unit: yuan.

-- One row per project of the procurement table that prints the project's money: what its purchases come to.
create or replace table purchase as
select
    q.disclosure_id, coalesce(q.project_name, '') as project_name, q.project_yuan, any_value(t.unit) as unit, sum(q.amount_yuan) as amount_yuan,
    count(*) as figures, string_agg(plain_money(q.amount_yuan, t.unit), ' + ' order by q.row_no) as terms,
    list(q.cell_id order by q.row_no) as cells, list(w.cell_id order by q.row_no) as project_cells
from procurement_item as q
join cell as c using (cell_id)
join document_table as t on t.disclosure_id = q.disclosure_id and t.table_no = c.table_no
join fact_cell as w on w.fact_id = q.procurement_item_id and w.field = 'project_yuan'
where q.project_yuan is not null and q.amount_yuan is not null
group by q.disclosure_id, coalesce(q.project_name, ''), q.project_yuan;
