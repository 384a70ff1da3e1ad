-- check: row_damaged
-- title: 指标行缺格或错位 | An indicator row with cells lost or shifted
-- severity: warning
-- family: indicators
-- rests on: consistency
-- method: 每个指标行：二级指标应在二级指标栏内，指标应有名称；缺失或移位的行保留原样并标出 | Every indicator row: the type stands in
--     its own column and the indicator has a name; rows with cells lost or shifted are kept as printed and marked
with target as (
    select
        i.*, p.disclosure_id, p.project_no, p.project_name,
        case
            when i.row_status <> 'as_printed' then i.row_status
            when i.level3 is null and i.description is null and i.value_status <> 'blank' then 'cells_lost'
        end as damage
    from indicator as i
    join project as p using (project_id)
),

printed as (
    select t.indicator_id, list(c.cell_id order by c.column_no) as cells, string_agg(c.raw_text, ' | ' order by c.column_no) as texts
    from target as t
    join fact_cell as f on f.fact_id = t.indicator_id
    join cell as c on c.cell_id = f.cell_id
    where t.damage is not null
    group by t.indicator_id
)

select
    t.disclosure_id, concat_ws(' ', t.project_no, t.project_name, t.row_no) as subject, if(t.damage is null, null, 'warning') as severity,
    r.texts as stated,
    if(t.damage = 'shifted',
        format('“{}”第 {} 行少一格，各栏左移，内容与表头不符：{}。', t.project_name, t.row_no, r.texts),
        format('“{}”第 {} 行缺少指标类型或名称：{}。', t.project_name, t.row_no, r.texts)) as message_zh,
    if(t.damage = 'shifted',
        format('Row {} of "{}" lacks a cell, and its texts stand one column too far left: {}.', t.row_no, t.project_name, r.texts),
        format('Row {} of "{}" lacks its type or its name: {}.', t.row_no, t.project_name, r.texts)) as message_en,
    coalesce(list_prepend(t.cell_id, list_filter(r.cells, lambda one: one <> t.cell_id)), [t.cell_id]) as stated_cells
from target as t
left join printed as r using (indicator_id)
