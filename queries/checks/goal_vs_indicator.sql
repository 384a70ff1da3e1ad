-- check: goal_vs_indicator
-- title: 项目绩效目标与指标的数值不同 | A project's goal and its indicator promise different figures
-- severity: warning
-- family: indicators
-- rests on: consistency
-- method: 绩效目标分句中的数字，与同一项目中单位相同、至少两处用词相同的指标比较；“一村一月一场”按村数乘十二，“全覆盖”
--     按 100% 与覆盖率比较，批次、场次按次计 | Each figure in a clause of the goal is
--     held against the indicator of the project that has its unit and shares at least two pairs of characters with the clause;
--     "one showing a village and month" means villages times twelve, 全覆盖 is a rate of coverage of 100%, 批次 and 场次 count as 次
with clause as (
    select project_id, disclosure_id, project_no, project_name, cell_id, regexp_replace(text, '^[0-9]+\.([^0-9])', '\1') as text
    from (
        select
            p.* exclude (cell_id), coalesce(f.cell_id, p.cell_id) as cell_id,
            unnest(string_split_regex(regexp_replace(goal, '[ \n\t]', '', 'g'), '[，。；、,;：:]')) as text
        from project as p
        left join (
            select fact_id, min(cell_id) as cell_id from fact_cell where field = 'goal' group by fact_id
        ) as f on f.fact_id = p.project_id
    )
),

figured as (
    select
        *, contains(text, '一村一月一场') as monthly, regexp_extract(text, '([0-9]+(\.[0-9]+)?)(%|[一-龥])', 1) as printed,
        printed = '' as everyone,
        if(everyone, 100, try_cast(printed as decimal(18, 4)) * if(monthly, 12, 1)) as goal_number,
        case
            when monthly then '场' when everyone then '%'
            else regexp_replace(regexp_extract(text, '[0-9]((%|[一-龥]).*)$', 1), '^(批次|场次)', '次')
        end as rest
    from clause
    where regexp_matches(text, '[0-9](%|[一-龥])') or contains(text, '全覆盖') and not regexp_matches(text, '[0-9]')
),

common_pair as (
    select list_distinct(flatten(list(list_transform(range(1, length(word)), lambda n: substr(word, n, 2))))) as pairs from generic_word
),

compared as (
    select
        g.*, i.cell_id as indicator_cell, i.level3, i.value_raw, i.value_number, i.operator, i.unit, i.row_no,
        nullif(i.description, i.level3) as described,
        i.shown,
        len(list_filter(
            list_distinct(list_transform(range(1, length(g.text)), lambda n: substr(g.text, n, 2))),
            lambda pair: regexp_full_match(pair, '[一-龥]{2}') and contains(concat_ws(' ', i.level3, i.description), pair)
                and not list_contains(common.pairs, pair))) as shared
    from figured as g
    join printed_indicator as i
        on i.project_id = g.project_id and i.value_number is not null and i.level3 is not null
        and (starts_with(g.rest, i.unit) or (i.unit = '人' and starts_with(g.rest, '名')))
        and not (i.unit = '人' and starts_with(g.rest, '人次')) and (not g.everyone or contains(i.level3, '覆盖'))
    cross join common_pair as common
    where g.goal_number is not null and shared >= 2
    qualify row_number() over (partition by g.project_id, g.text order by i.value_number = g.goal_number desc, shared desc, i.row_no) = 1
)

select
    disclosure_id,
    concat_ws(' ', project_no, project_name, level3) as subject,
    if(goal_number = value_number, null, 'warning') as severity,
    value_raw as stated,
    trimmed(goal_number) || unit as expected,
    if(monthly, format('{} × 12 = {}', printed, trimmed(goal_number)), null) as arithmetic,
    format('项目“{}”的绩效目标写“{}”{}，指标“{}”{}却是{}。', project_name, text,
        case when monthly then format('（全年{}场）', trimmed(goal_number)) when everyone then '（即100%）' else '' end,
        level3, coalesce('（' || described || '）', ''), shown) as message_zh,
    format('The goal of project "{}" says "{}"{}, but the indicator "{}"{} is {}.', project_name, text,
        case when monthly then format(' ({} showings a year)', trimmed(goal_number)) when everyone then ' (all of them, 100%)' else '' end,
        level3, coalesce(' (' || described || ')', ''), shown) as message_en,
    [indicator_cell] as stated_cells, [cell_id] as expected_cells
from compared
