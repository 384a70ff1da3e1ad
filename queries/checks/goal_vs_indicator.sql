-- check: goal_vs_indicator
-- title: 项目绩效目标与指标的数值不同 | A project's goal and its indicator promise different figures
-- severity: warning
-- family: indicators
-- rests on: consistency
-- method: 绩效目标分句中的数字，与同一项目中单位相同、至少两处用词相同的指标比较；“一村一月一场”按村数乘十二，“全覆盖”
--     按 100% 与覆盖率比较，批次、场次按次计 | Each figure in a clause of the goal is
--     held against the indicator of the project that has its unit and shares at least two pairs of characters with the clause;
--     "one showing a village and month" means villages times twelve, 全覆盖 is a rate of coverage of 100%, 批次 and 场次 count as 次
-- says: 项目“{1}”的绩效目标写“{2}”[（全年{3}场）][（即100%）{4}]，指标“{5}”[（{6}）]却是{7}。 |
--     The goal of project "{1}" says "{2}"[ ({3} showings a year)][ (all of them, 100%){4}], but the indicator "{5}"[ ({6})] is {7}.
with clause as (
    select
        p.disclosure_id, p.project_id, p.project_no, p.project_name, coalesce(f.cell_id, p.cell_id) as cell_id,
        regexp_replace(p.text, '^[0-9]+\.([^0-9])', '\1') as text
    from (select *, unnest(string_split_regex(regexp_replace(goal, '[ \n\t]', '', 'g'), '[，。；、,;：:]')) as text from project) as p
    left join (
        select fact_id, min(cell_id) as cell_id from fact_cell where field = 'goal' group by fact_id
    ) as f on f.fact_id = p.project_id
),

-- What a clause promises, and the pairs of characters that tell of what; two characters are common where they stand in a common word.
figured as (
    select
        g.*, if(g.everyone, 100, try_cast(g.printed as decimal(18, 4)) * if(g.monthly, 12, 1)) as number,
        case
            when g.monthly then '场' when g.everyone then '%'
            else regexp_replace(regexp_extract(g.text, '[0-9]((%|[一-龥]).*)$', 1), '^(批次|场次)', '次')
        end as rest,
        list_distinct(list_filter(
            grams(g.text, 2), lambda pair: regexp_full_match(pair, '[一-龥]{2}') and not contains(common.words, pair))) as pairs
    from (
        select
            *, contains(text, '一村一月一场') as monthly, regexp_extract(text, '([0-9]+(\.[0-9]+)?)(%|[一-龥])', 1) as printed,
            printed = '' as everyone
        from clause
        where regexp_matches(text, '[0-9](%|[一-龥])') or contains(text, '全覆盖') and not regexp_matches(text, '[0-9]')
    ) as g
    cross join (select string_agg(word, ' ') as words from generic_word) as common
),

-- Of several indicators the one that says the same, then the one that shares most.
compared as (
    select
        arg_max({goal: goal, indicator: indicator}, {same: indicator.value_number = goal.number, shared: shared, no: -indicator.row_no}) as pair
    from (
        select
            {disclosure_id: g.disclosure_id, project_id: g.project_id, project_no: g.project_no, project_name: g.project_name, cell_id: g.cell_id,
                text: g.text, monthly: g.monthly, everyone: g.everyone, printed: g.printed, number: g.number} as goal,
            {cell_id: i.cell_id, row_no: i.row_no, level3: i.level3, description: i.description, value_raw: i.value_raw, shown: i.shown,
                value_number: i.value_number, unit: i.unit} as indicator,
            len(list_filter(g.pairs, lambda pair: contains(concat_ws(' ', i.level3, i.description), pair))) as shared
        from figured as g
        join printed_indicator as i
            on i.project_id = g.project_id and i.value_number is not null and i.level3 is not null
            and (starts_with(g.rest, i.unit) and not (i.unit = '人' and starts_with(g.rest, '人次')) or (i.unit = '人' and starts_with(g.rest, '名')))
            and (not g.everyone or contains(i.level3, '覆盖'))
        where g.number is not null
    )
    where shared >= 2
    group by goal.project_id, goal.text
)

select
    goal.disclosure_id, concat_ws(' ', goal.project_no, goal.project_name, indicator.level3) as subject,
    if(goal.number = indicator.value_number, null, 'warning') as severity,
    indicator.value_raw as stated, trimmed(goal.number) || indicator.unit as expected,
    if(goal.monthly, goal.printed || ' × 12 = ' || trimmed(goal.number), null) as arithmetic,
    [
        goal.project_name, goal.text, if(goal.monthly, trimmed(goal.number), null), if(goal.everyone and not goal.monthly, '', null),
        indicator.level3, nullif(indicator.description, indicator.level3), indicator.shown
    ] as told,
    [indicator.cell_id] as stated_cells, [goal.cell_id] as expected_cells
from (select pair.goal, pair.indicator from compared)
