-- check: row_damaged
-- title: 指标行缺格或错位 | An indicator row with cells lost or shifted
-- severity: warning
-- family: indicators
-- rests on: consistency
-- method: 每个指标行：二级指标应在二级指标栏内，指标应有名称；缺失或移位的行保留原样并标出 | Every indicator row: the type stands in
--     its own column and the indicator has a name; rows with cells lost or shifted are kept as printed and marked
-- says: “{1}”第 {2} 行少一格，各栏左移，内容与表头不符：{stated}。{3} |
--     Row {2} of "{1}" lacks a cell, and its texts stand one column too far left: {stated}.
-- says: “{1}”第 {2} 行缺少指标类型或名称：{stated}。 | Row {2} of "{1}" lacks its type or its name: {stated}.
with target as (
    select
        indicator_id, project_id, row_no, cell_id, row_status = 'shifted' as shifted,
        row_status <> 'as_printed' or (level3 is null and description is null and value_status <> 'blank') as damaged
    from indicator
),

printed as (
    select t.indicator_id, list(c.cell_id order by c.column_no) as cells, string_agg(c.raw_text, ' | ' order by c.column_no) as texts
    from target as t
    join fact_cell as f on f.fact_id = t.indicator_id
    join cell as c on c.cell_id = f.cell_id
    where t.damaged
    group by t.indicator_id
)

select
    p.disclosure_id, concat_ws(' ', p.project_no, p.project_name, t.row_no) as subject, if(t.damaged, 'warning', null) as severity,
    r.texts as stated,
    [p.project_name, t.row_no::varchar, if(t.shifted, '', null)] as told,
    coalesce(list_prepend(t.cell_id, list_filter(r.cells, lambda one: one <> t.cell_id)), [t.cell_id]) as stated_cells
from target as t
join project as p using (project_id)
left join printed as r using (indicator_id)
