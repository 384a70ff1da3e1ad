-- check: secret_rows
-- title: 指标以涉密为由未公开 | Indicators withheld as secret
-- severity: info
-- family: indicators
-- rests on: budget_law
-- method: 每个项目：指标值写明涉密、未公开的行数；这是说明，不是差错 | For each project: how many rows withhold their value as secret;
--     this is information, not a fault
-- says: “{1}”的 {2} 个指标中有 {3} 个以涉密为由未公开。 | "{1}": {3} of {2} indicators withheld as secret.
with counted as (
    select
        project_id, count(*) as rows, count(*) filter (where value_status = 'secret') as secret,
        list(cell_id order by row_no) filter (where value_status = 'secret') as cells
    from indicator
    group by project_id
)

select
    p.disclosure_id, concat_ws(' ', p.project_no, p.project_name) as subject, if(c.secret > 0, 'info', null) as severity,
    c.secret || ' / ' || c.rows as stated,
    [p.project_name, c.rows::varchar, c.secret::varchar] as told,
    coalesce(c.cells, [p.cell_id]) as stated_cells
from counted as c
join project as p using (project_id)
