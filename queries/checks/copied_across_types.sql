-- check: copied_across_types
-- title: 效益或满意度指标照抄产出指标 | Benefit or satisfaction rows repeat rows of another type
-- severity: error
-- family: indicators
-- rests on: indicator_setting
-- method: 同一项目中，名称、描述和指标值相同或几乎相同的指标列在不同的二级指标下为错误，在同一二级指标下重复为提示存疑 | Rows of a project
--     with one name and value and the same, or nearly the same, description: an error under different types, a doubt within one type
with printed as (
    select
        p.disclosure_id, p.project_no, p.project_name, i.project_id, i.row_no, i.level1, i.level2, i.level3, i.value_raw, i.cell_id,
        coalesce(i.description, i.level3) as description, replace(i.value_raw, ' ', '') as value_here
    from indicator as i
    join project as p using (project_id)
    where i.level3 is not null and i.level2 is not null and i.row_status = 'as_printed' and i.value_status in ('reported', 'zero')
),

-- The first row of the project that says the same.
repeated as (
    select b.cell_id, arg_min(a.cell_id, a.row_no) as first_id
    from printed as a
    join printed as b on b.project_id = a.project_id and b.value_here = a.value_here and b.row_no > a.row_no
    where (a.level3 = b.level3 and a.description = b.description)
        or (a.level2 <> b.level2 and (contains(a.level3, b.level3) or contains(b.level3, a.level3))
            and jaro_winkler_similarity(a.description, b.description) >= 0.9)
    group by b.cell_id
)

select
    b.disclosure_id,
    concat_ws(' ', b.project_no, b.project_name, b.level2, b.level3) as subject,
    case when a.cell_id is null then null when a.level2 <> b.level2 then 'error' else 'warning' end as severity,
    format('{}: {} {}', b.level2, b.level3, b.value_raw) as stated,
    null as expected,
    if(a.level2 <> b.level2,
        format('“{}”中的“{}”（{}）与“{}”中的名称、描述和指标值相同，没有另设该类指标。', b.level2, b.level3, b.value_raw, a.level2),
        format('“{}”中的“{}”（{}）重复列出。', b.level2, b.level3, b.value_raw)) as message_zh,
    if(a.level2 <> b.level2,
        format('"{}" ({}) under "{}" repeats the name, description and value of the row under "{}", so this type has no indicator of its own.',
            b.level3, b.value_raw, b.level2, a.level2),
        format('"{}" ({}) is listed more than once under "{}".', b.level3, b.value_raw, b.level2)) as message_en,
    [b.cell_id] as stated_cells, if(a.cell_id is null, [], [a.cell_id]) as expected_cells
from printed as b
left join repeated as r using (cell_id)
left join printed as a on a.cell_id = r.first_id
