-- check: name_vs_description
-- title: 指标名称与描述说的不是一回事 | Name and description speak of different things
-- severity: warning
-- family: indicators
-- rests on: consistency
-- method: 名称与描述结尾的计数对象不同（词表 counted_word）；名称是及时率而描述是金额之比；名称与描述说的是不同活动（词表 activity_word）；名称说故障
--     而描述说正常；描述谈满意而名称不谈；名称与描述、指标值没有一个字相同，却与另一项目的指标同名 | Name and description end in different kinds of
--     count (list counted_word); a rate of timeliness described as a ratio of money; different activities (list activity_word); faults
--     described as normal running; satisfaction only in the description; a name without one character of its description and value that is the
--     name of another project's indicator
with described as (
    select
        i.disclosure_id, i.project_id, i.project_no, i.project_name, i.level1, i.level2, i.level3, i.description, i.value_raw, i.cell_id,
        regexp_replace(i.level3, '([(（].*[)）]|[%。 ])', '', 'g') as name,
        -- 'examined and passed' is how a training is measured, not what it is about
        regexp_replace(i.description, '考核(合格|优秀|通过|达标)|[%。 ]', '', 'g') as said
    from printed_indicator as i
    where i.level3 is not null and i.description is not null and i.value_status in ('reported', 'zero')
),

counted as (
    select
        d.cell_id,
        arg_max(w.zh, length(w.word)) filter (where ends_with(d.name, w.word)) as name_zh,
        arg_max(w.en, length(w.word)) filter (where ends_with(d.name, w.word)) as name_en,
        arg_max(w.zh, length(w.word)) filter (where ends_with(d.said, w.word)) as said_zh,
        arg_max(w.en, length(w.word)) filter (where ends_with(d.said, w.word)) as said_en
    from described as d
    join counted_word as w on ends_with(d.name, w.word) or ends_with(d.said, w.word)
    group by d.cell_id
),

acting as (
    select
        d.cell_id, min(w.word) filter (where contains(d.name, w.word)) as name_act,
        min(w.word) filter (where contains(d.said, w.word)) as said_act,
        bool_or(contains(d.name, w.word) and contains(d.said, w.word)) as same_act
    from described as d
    join activity_word as w on contains(d.name, w.word) or contains(d.said, w.word)
    group by d.cell_id
),

-- Costs are described as kept within the budget, whatever their name; and a name of common words may stand anywhere.
shared as (
    select
        *, len(list_intersect(string_split(name, ''), string_split(concat(description, value_raw), ''))) as characters,
        regexp_matches(level2, '成本|满意') or length(regexp_replace(name,
            '项目|工作|任务|资金|经费|完成|实施|执行|保障|情况|时间|时限|及时|质量|数量|效益|效果|影响|水平|程度|目标|达标|合格|[率性度数]', '', 'g')) < 3 as common
    from described
),

borrowed as (
    select b.cell_id, arg_max(a.project_name, a.characters) as other_project, arg_max(a.cell_id, a.characters) as other_cell
    from shared as b
    join shared as a on a.disclosure_id = b.disclosure_id and a.name = b.name and a.project_id <> b.project_id
    where b.characters = 0 and a.characters >= 2 and not coalesce(b.common, false)
    group by b.cell_id
),

judged as (
    select
        d.*, b.other_project, b.other_cell, c.name_zh, c.name_en, c.said_zh, c.said_en, a.name_act, a.said_act,
        case
            when c.name_zh <> c.said_zh then 'counted'
            when regexp_matches(d.name, '及时[率性]$') and regexp_matches(d.said, '金额?占.*比[率例重]') and not regexp_matches(d.said, '及时|按时|准时|按期')
                then 'timeliness'
            when regexp_matches(d.name, '故障|差错') and contains(d.said, '正常') and not regexp_matches(d.said, '故障|差错') then 'normal'
            when d.level1 <> '满意度指标' and contains(d.said, '满意') and not regexp_matches(d.name, '满意|质量|提升|提高|幸福|保障')
                and length(d.said) <= 8 then 'satisfaction'
            when a.name_act is not null and a.said_act is not null and not a.same_act then 'activity'
            when b.cell_id is not null then 'borrowed'
        end as reason
    from described as d
    left join counted as c using (cell_id)
    left join acting as a on a.cell_id = d.cell_id
    left join borrowed as b on b.cell_id = d.cell_id
    where d.name <> d.said
)

select
    disclosure_id,
    concat_ws(' ', project_no, project_name, level3) as subject,
    if(reason is null, null, 'warning') as severity,
    level3 as stated,
    description as expected,
    format('指标“{}”的描述是“{}”：{}，需人工判断。', level3, description,
        case reason
            when 'counted' then format('名称数的是{}，描述数的是{}', name_zh, said_zh)
            when 'timeliness' then '名称说及时，描述却是金额的比率'
            when 'normal' then '名称说故障，描述却说正常运行，达标方向相反'
            when 'satisfaction' then '描述谈的是满意，名称不是'
            when 'borrowed' then format('两者没有一个字相同，而项目“{}”有同名指标', other_project)
            else format('名称说{}，描述说{}', name_act, said_act)
        end) as message_zh,
    format('The indicator "{}" is described as "{}": {}; to be judged by a reader.', level3, description,
        case reason
            when 'counted' then format('the name counts {}, the description {}', name_en, said_en)
            when 'timeliness' then 'the name speaks of being in time, the description of a ratio of money'
            when 'normal' then 'the name speaks of faults, the description of normal running, so that they point opposite ways'
            when 'satisfaction' then 'the description speaks of satisfaction, the name does not'
            when 'borrowed' then format('they share not one character, and project "{}" has an indicator of that name', other_project)
            else format('the name speaks of {}, the description of {}', name_act, said_act)
        end) as message_en,
    [cell_id] as stated_cells, if(reason = 'borrowed', [other_cell], []) as expected_cells
from judged
