-- check: target_foreign
-- title: 指标值讲的是另一件事 | A target that speaks of something else
-- severity: error
-- family: self_evaluation
-- rests on: consistency
-- method: 指标值自己说出所量之物时，应与指标名称有共同用字（通用字不计）；名称为比率而指标值以人数、次数计的存疑；年度目标与另一项目完全
--     相同、又与本项目名称无共同用词的报错 | A target that names what it measures shares characters with its indicator, common
--     ones aside; a rate with a target in persons or times is doubted; a goal that is another project's, word for word, and shares no
--     words with this project's name is an error
-- says: “{1}”的预期指标值是“{stated}”，两者讲的不是同一件事。{error} | The target of "{1}" is "{stated}", which speaks of something else.
-- says: “{2}”是比率，预期指标值却是“{stated}”，需人工判断。{warning} | "{2}" is a rate, but its target is "{stated}"; this needs a reader's judgement.
-- says: “{3}”的年度预期目标与“{4}”的完全相同，而与本项目名称没有共同用词。 | The goal of "{3}" is, word for word, that of "{4}" and shares no words with this
--     project's name.
with item as (
    select
        s.disclosure_id, s.form_name, s.row_no, s.item_name, s.level2, s.target_raw, s.target_cell, n.cell_id as name_cell,
        -- What is left of the target without signs, figures and their units: '本年招募志愿者人数≥10000人' → 本年招募志愿者人数.
        regexp_extract(s.target_raw, '^[^0-9≥≤><=$\\]*') as words,
        concat_ws('|', s.level2, s.level3, s.project_name, if(s.level1 = '预算执行率指标', s.level1, null)) as pool,
        coalesce(regexp_matches(s.level2, '(率|比例|占比)$'), false) as is_rate
    from scored as s
    left join fact_cell as n on n.fact_id = s.evaluation_item_id and n.field = if(s.level3 is null, 'level2', 'level3')
    where s.target_cell is not null
),

item_judged as (
    select
        *,
        regexp_matches(words, '(率|人数|人次|次数|场次|数量|程度|满意度|比值|比例|平均分|金额)$') as names_measure,
        regexp_matches(words, '(人数|人次|次数|场次|数量)$') and ends_with(item_name, '率') as counts_for_rate,
        contains(words, '满意') and regexp_matches(item_name, '(率|数|量|次)$') and not regexp_matches(pool, '满意|评价|好评|认可|投诉') as satisfaction_for_other,
        -- Words that any target may use say nothing about what it measures.
        regexp_replace(words, '本年度?|全年|年度|当年|完成|合格|达标|覆盖|满意|执行|及时|到位|准确|通过|优良|验收|率|人数|人次|次数|场次|数量|程度|比值|比例|金额|度$', '', 'g')
            as own_words,
        list_has_any(string_split(words, ''), string_split(regexp_replace(pool, '[本年全当率数量人次度程场工作项目市县区省级及以上的各开展|]', '', 'g'), ''))
            as shares,
        is_rate and not regexp_matches(level2, '[效频功]率$')
            and regexp_matches(target_raw, '^[≥≤]?[0-9]+(人次|人|次|场|期|份|部|条|件|个|家|户)(以上|以下)?$') as rate_as_count
    from item
),

-- Goals used by several projects of one document; the project that shares words with it owns it.
goal_judged as (
    select
        disclosure_id, form_name, project_name, goal, goal_cell,
        not shares and count(*) over same_goal > 1 and count(*) filter (where shares) over same_goal > 0 as is_foreign,
        arg_max(project_name, shares::integer) over same_goal as owner,
        arg_max(goal_cell, shares::integer) over same_goal as owner_cell
    from (
        select
            disclosure_id, form_name, project_name, goal, place['goal'] as goal_cell, list_has_any(grams(goal, 2), grams(project_name, 2)) as shares
        from form
        where len(goal) >= 10
    )
    window same_goal as (partition by disclosure_id, goal)
)

select
    disclosure_id,
    concat_ws(' ', form_name, row_no, item_name) as subject,
    case
        when names_measure and not shares and (len(own_words) >= 4 or counts_for_rate or satisfaction_for_other) then 'error'
        when rate_as_count then 'warning'
    end as severity,
    target_raw as stated,
    [item_name, level2] as told,
    [target_cell] as stated_cells, [name_cell] as expected_cells
from item_judged
where names_measure or is_rate
union all
select
    disclosure_id, form_name || ' 年度预期目标', if(is_foreign, 'error', null), left(goal, 60), [null, null, project_name, owner],
    [goal_cell], [owner_cell]
from goal_judged
where goal_cell is not null
