-- check: target_foreign
-- title: 指标值讲的是另一件事 | A target that speaks of something else
-- severity: error
-- family: self_evaluation
-- rests on: consistency
-- method: 指标值自己说出所量之物时，应与指标名称有共同用字（通用字不计）；名称为比率而指标值以人数、次数计的存疑；年度目标与另一项目完全
--     相同、又与本项目名称无共同用词的报错 | A target that names what it measures shares characters with its indicator, common
--     ones aside; a rate with a target in persons or times is doubted; a goal that is another project's, word for word, and shares no
--     words with this project's name is an error
with item as (
    select
        i.*, e.disclosure_id, e.form_name, coalesce(i.level3, i.level2, i.level1) as item_name, t.cell_id as target_cell, n.cell_id as name_cell,
        -- What is left of the target without signs, figures and their units: '本年招募志愿者人数≥10000人' → 本年招募志愿者人数.
        regexp_extract(i.target_raw, '^[^0-9≥≤><=$\\]*') as words,
        concat_ws('|', i.level2, i.level3, e.project_name, if(i.level1 = '预算执行率指标', i.level1, null)) as pool
    from evaluation_item as i
    join form as e using (evaluation_id)
    join fact_cell as t on t.fact_id = i.evaluation_item_id and t.field = 'target'
    left join (
        select fact_id, coalesce(min(cell_id) filter (where field = 'level3'), min(cell_id)) as cell_id
        from fact_cell where field in ('level2', 'level3') group by fact_id
    ) as n on n.fact_id = i.evaluation_item_id
    where i.target_raw is not null
),

item_judged as (
    select
        *,
        regexp_matches(words, '(率|人数|人次|次数|场次|数量|程度|满意度|比值|比例|平均分|金额)$') as names_measure,
        regexp_matches(words, '(人数|人次|次数|场次|数量)$') and regexp_matches(item_name, '率$') as counts_for_rate,
        contains(words, '满意') and regexp_matches(item_name, '(率|数|量|次)$') and not regexp_matches(pool, '满意|评价|好评|认可|投诉') as satisfaction_for_other,
        -- Words that any target may use say nothing about what it measures.
        regexp_replace(words, '本年度?|全年|年度|当年|完成|合格|达标|覆盖|满意|执行|及时|到位|准确|通过|优良|验收|率|人数|人次|次数|场次|数量|程度|比值|比例|金额|度$', '', 'g')
            as own_words,
        list_has_any(string_split(words, ''), string_split(regexp_replace(pool, '[本年全当率数量人次度程场工作项目市县区省级及以上的各开展|]', '', 'g'), ''))
            as shares,
        regexp_matches(coalesce(level2, ''), '(率|比例|占比)$') and not regexp_matches(coalesce(level2, ''), '[效频功]率$')
            and regexp_matches(target_raw, '^[≥≤]?[0-9]+(人次|人|次|场|期|份|部|条|件|个|家|户)(以上|以下)?$') as rate_as_count
    from item
),

-- Goals used by several projects of one document; the project that shares words with it owns it.
goal_judged as (
    select
        e.*,
        list_has_any(
            [e.goal[place:place + 1] for place in range(1, len(e.goal))], [e.project_name[place:place + 1] for place in range(1, len(e.project_name))]
        ) as shares,
        count(*) over same_goal as forms,
        arg_max(project_name, shares::integer) over same_goal as owner,
        arg_max(place['goal'], shares::integer) over same_goal as owner_cell,
        max(shares::integer) over same_goal as owned
    from form as e
    where len(e.goal) >= 10
    window same_goal as (partition by e.disclosure_id, e.goal)
)

select
    disclosure_id,
    concat_ws(' ', form_name, row_no, item_name) as subject,
    case
        when names_measure and not shares and (len(own_words) >= 4 or counts_for_rate or satisfaction_for_other) then 'error'
        when rate_as_count then 'warning'
    end as severity,
    target_raw as stated,
    null as expected,
    if(severity = 'error',
        format('“{}”的预期指标值是“{}”，两者讲的不是同一件事。', item_name, target_raw),
        format('“{}”是比率，预期指标值却是“{}”，需人工判断。', level2, target_raw)) as message_zh,
    if(severity = 'error',
        format('The target of "{}" is "{}", which speaks of something else.', item_name, target_raw),
        format('"{}" is a rate, but its target is "{}"; this needs a reader''s judgement.', level2, target_raw)) as message_en,
    [target_cell] as stated_cells, if(name_cell is null, [], [name_cell]) as expected_cells
from item_judged
where names_measure or regexp_matches(coalesce(level2, ''), '(率|比例|占比)$')
union all
select
    disclosure_id, form_name || ' 年度预期目标',
    if(forms > 1 and not shares and owned = 1, 'error', null),
    left(goal, 60), null,
    format('“{}”的年度预期目标与“{}”的完全相同，而与本项目名称没有共同用词。', project_name, owner),
    format('The goal of "{}" is, word for word, that of "{}" and shares no words with this project''s name.', project_name, owner),
    [place['goal']], if(forms > 1 and not shares and owned = 1, [owner_cell], [])
from goal_judged
where place['goal'] is not null
