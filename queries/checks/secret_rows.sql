-- check: secret_rows
-- title: 指标以涉密为由未公开 | Indicators withheld as secret
-- severity: info
-- family: indicators
-- rests on: budget_law
-- method: 每个项目：指标值写明涉密、未公开的行数；这是说明，不是差错 | For each project: how many rows withhold their value as secret;
--     this is information, not a fault
select
    p.disclosure_id, concat_ws(' ', p.project_no, p.project_name) as subject,
    if(count(*) filter (where i.value_status = 'secret') > 0, 'info', null) as severity,
    format('{} / {}', count(*) filter (where i.value_status = 'secret'), count(*)) as stated,
    format('“{}”的 {} 个指标中有 {} 个以涉密为由未公开。', p.project_name, count(*), count(*) filter (where i.value_status = 'secret')) as message_zh,
    format('"{}": {} of {} indicators withheld as secret.', p.project_name, count(*) filter (where i.value_status = 'secret'), count(*))
        as message_en,
    coalesce(nullif(list(i.cell_id order by i.row_no) filter (where i.value_status = 'secret'), []), [p.cell_id]) as stated_cells
from indicator as i
join project as p using (project_id)
group by p.disclosure_id, p.project_id, p.project_no, p.project_name, p.cell_id
