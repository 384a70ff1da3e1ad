-- check: copied_across_types
-- title: 效益或满意度指标照抄产出指标 | Benefit or satisfaction rows repeat rows of another type
-- severity: error
-- family: indicators
-- rests on: indicator_setting
-- method: 同一项目中，名称、描述和指标值相同或几乎相同的指标列在不同的二级指标下为错误，在同一二级指标下重复为提示存疑；自评表中不同一级
--     指标下名称相近、指标值（文字）和完成值都相同的，提示存疑 | Rows of a project with one name and value and the same, or nearly the same,
--     description: an error under different types, a doubt within one type; in a self-evaluation form nearly one name, and the same
--     target in words and the same result, under two groups are a doubt
with printed as (
    select
        i.disclosure_id, i.project_no, i.project_name, i.project_id, i.row_no, i.level1, i.level2, i.level3, i.value_raw, i.cell_id,
        coalesce(i.description, i.level3) as description, replace(i.value_raw, ' ', '') as value_here, i.shown
    from printed_indicator as i
    where i.level3 is not null and i.level2 is not null and i.value_status in ('reported', 'zero')
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
),

held as (
    select
        b.*, a.cell_id as first_id, a.level2 as first_level2, a.level3 as first_level3,
        a.level3 = b.level3 and a.description = b.description as alike,
        -- The type has an indicator that repeats nothing.
        count(*) filter (where a.cell_id is null) over (partition by b.project_id, b.level2) > 0 as has_own
    from printed as b
    left join repeated as r using (cell_id)
    left join printed as a on a.cell_id = r.first_id
),

scored_item as (
    select
        disclosure_id, evaluation_id, form_name, row_no, level1, coalesce(level2, item_name) as group_name, item_name, target_raw,
        coalesce(target_cell, cell_id) as cell_id,
        replace(target_raw, ' ', '') || '|' || replace(actual_raw, ' ', '') as said, length(regexp_replace(target_raw, '[^一-龥]', '', 'g')) as words
    from scored
    where target_raw is not null and actual_raw is not null
),

-- The same target in words, and the same result, under an earlier group; a plain figure ('100%') may be the target of many.
scored_again as (
    select
        b.cell_id, arg_min(a.cell_id, a.row_no) as first_id,
        -- the second level where that is what is alike
        bool_or(jaro_winkler_similarity(a.group_name, b.group_name) >= 0.9) as by_group
    from scored_item as a
    join scored_item as b on b.evaluation_id = a.evaluation_id and b.said = a.said and b.row_no > a.row_no and b.level1 <> a.level1
    where b.words >= 6 and (
        contains(a.item_name, b.item_name) or contains(b.item_name, a.item_name)
        or greatest(jaro_winkler_similarity(a.item_name, b.item_name), jaro_winkler_similarity(a.group_name, b.group_name)) >= 0.9)
    group by b.cell_id
)

select
    disclosure_id,
    concat_ws(' ', project_no, project_name, level2, level3) as subject,
    case when first_id is null then null when first_level2 <> level2 then 'error' else 'warning' end as severity,
    format('{}: {} {}', level2, level3, value_raw) as stated,
    null as expected,
    if(first_level2 = level2, format('“{}”中的“{}”（{}）重复列出。', level2, level3, shown),
        format('“{}”中的“{}”（{}）与“{}”中的', level2, level3, shown, first_level2)
            || if(alike, '名称、描述和指标值相同', format('“{}”名称、描述几乎相同，指标值相同', first_level3))
            || if(has_own, '。', '，没有另设该类指标。')) as message_zh,
    if(first_level2 = level2, format('"{}" ({}) is listed more than once under "{}".', level3, shown, level2),
        format('"{}" ({}) under "{}" has ', level3, shown, level2)
            || if(alike, format('the name, description and value of the row under "{}"', first_level2),
                format('nearly the name and description, and the value, of "{}" under "{}"', first_level3, first_level2))
            || if(has_own, '.', ', so this type has no indicator of its own.')) as message_en,
    [cell_id] as stated_cells, if(first_id is null, [], [first_id]) as expected_cells
from held
union all
select
    b.disclosure_id,
    concat_ws(' ', b.form_name, b.row_no, b.level1, b.item_name),
    if(a.cell_id is null, null, 'warning'),
    format('{}: {} {}', b.level1, b.item_name, b.target_raw), null,
    format('“{}”中的“{}”与“{}”中的“{}”名称相同或相近，指标值和完成值相同，需人工判断。',
        b.level1, if(by_group, b.group_name, b.item_name), a.level1, if(by_group, a.group_name, a.item_name)),
    format('"{}" under "{}" has the same name, or nearly, and the same target and result as "{}" under "{}"; to be judged by a reader.',
        if(by_group, b.group_name, b.item_name), b.level1, if(by_group, a.group_name, a.item_name), a.level1),
    [b.cell_id], if(a.cell_id is null, [], [a.cell_id])
from scored_item as b
left join scored_again as r using (cell_id)
left join scored_item as a on a.cell_id = r.first_id
