-- check: copied_across_types
-- title: 效益或满意度指标照抄产出指标 | Benefit or satisfaction rows repeat rows of another type
-- severity: error
-- family: indicators
-- rests on: indicator_setting
-- method: 同一项目中，名称、描述和指标值相同或几乎相同的指标列在不同的二级指标下为错误，在同一二级指标下重复为提示存疑；自评表中不同一级
--     指标下名称相近、指标值（文字）和完成值都相同的，提示存疑 | Rows of a project with one name and value and the same, or nearly the same,
--     description: an error under different types, a doubt within one type; in a self-evaluation form nearly one name, and the same
--     target in words and the same result, under two groups are a doubt
-- says: “{1}”中的“{2}”（{3}）重复列出。{4} | "{2}" ({3}) is listed more than once under "{1}".
-- says: “{1}”中的“{2}”（{3}）与“{5}”中的[名称、描述和指标值相同{6}][“{7}”名称、描述几乎相同，指标值相同][，没有另设该类指标{8}]。 |
--     "{2}" ({3}) under "{1}" has [the name, description and value of the row under "{5}"{6}][nearly the name and description, and the
--     value, of "{7}" under "{5}"][, so this type has no indicator of its own{8}].
-- says: “{1}”中的“{2}”与“{9}”中的“{10}”名称相同或相近，指标值和完成值相同，需人工判断。 |
--     "{2}" under "{1}" has the same name, or nearly, and the same target and result as "{10}" under "{9}"; to be judged by a reader.
with printed as (
    select
        disclosure_id, subject, project_id, row_no, level2, level3, value_raw, cell_id, shown,
        coalesce(description, level3) as description, replace(value_raw, ' ', '') as value_here
    from printed_indicator
    where level3 is not null and level2 is not null and value_status in ('reported', 'zero')
),

-- The first row of the project that says the same.
repeated as (
    select
        b.cell_id,
        arg_min(
            {cell_id: a.cell_id, level2: a.level2, level3: a.level3, alike: a.level3 = b.level3 and a.description = b.description}, a.row_no
        ) as first
    from printed as a
    join printed as b on b.project_id = a.project_id and b.value_here = a.value_here and b.row_no > a.row_no
    where (a.level3 = b.level3 and a.description = b.description)
        or (a.level2 <> b.level2 and (contains(a.level3, b.level3) or contains(b.level3, a.level3))
            and jaro_winkler_similarity(a.description, b.description) >= 0.9)
    group by b.cell_id
),

held as (
    select p.*, r.first
    from printed as p
    left join repeated as r using (cell_id)
),

-- The types of a project that have an indicator which repeats nothing.
own_type as (
    select distinct project_id, level2 from held where first is null
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
        b.cell_id,
        arg_min({cell_id: a.cell_id, level1: a.level1, group_name: a.group_name, item_name: a.item_name}, a.row_no) as first,
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
    h.disclosure_id, h.subject,
    case when h.first is null then null when h.first.level2 <> h.level2 then 'error' else 'warning' end as severity,
    h.level2 || ': ' || h.level3 || ' ' || h.value_raw as stated,
    [
        h.level2, h.level3, h.shown, if(h.first.level2 = h.level2, '', null), h.first.level2,
        if(h.first.alike, '', null), if(h.first.alike, null, h.first.level3), if(o.level2 is null, '', null)
    ] as told,
    [h.cell_id] as stated_cells, [h.first.cell_id] as expected_cells
from held as h
left join own_type as o using (project_id, level2)
union all
select
    b.disclosure_id, concat_ws(' ', b.form_name, b.row_no, b.level1, b.item_name), if(r.first is null, null, 'warning'),
    b.level1 || ': ' || b.item_name || ' ' || b.target_raw,
    [
        b.level1, if(r.by_group, b.group_name, b.item_name), null, null, null, null, null, null,
        r.first.level1, if(r.by_group, r.first.group_name, r.first.item_name)
    ],
    [b.cell_id], [r.first.cell_id]
from scored_item as b
left join scored_again as r using (cell_id)
