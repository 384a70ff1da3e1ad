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
-- says: 指标“{1}”的描述是“{2}”：名称数的是{3}，描述数的是{4}，需人工判断。 |
--     The indicator "{1}" is described as "{2}": the name counts {5}, the description {6}; to be judged by a reader.
-- says: 指标“{1}”的描述是“{2}”：名称说及时，描述却是金额的比率，需人工判断。{7} | The indicator "{1}" is described as "{2}": the name speaks
--     of being in time, the description of a ratio of money; to be judged by a reader.
-- says: 指标“{1}”的描述是“{2}”：名称说故障，描述却说正常运行，达标方向相反，需人工判断。{8} | The indicator "{1}" is described as "{2}": the
--     name speaks of faults, the description of normal running, so that they point opposite ways; to be judged by a reader.
-- says: 指标“{1}”的描述是“{2}”：描述谈的是满意，名称不是，需人工判断。{9} | The indicator "{1}" is described as "{2}": the description
--     speaks of satisfaction, the name does not; to be judged by a reader.
-- says: 指标“{1}”的描述是“{2}”：两者没有一个字相同，而项目“{10}”有同名指标，需人工判断。 | The indicator "{1}" is described as "{2}": they
--     share not one character, and project "{10}" has an indicator of that name; to be judged by a reader.
-- says: 指标“{1}”的描述是“{2}”：名称说{11}，描述说{12}，需人工判断。 |
--     The indicator "{1}" is described as "{2}": the name speaks of {11}, the description of {12}; to be judged by a reader.
with described as (
    select
        disclosure_id, project_id, project_no, project_name, level1, level2, level3, description, cell_id,
        regexp_replace(level3, '([(（].*[)）]|[%。 ])', '', 'g') as name,
        -- 'examined and passed' is how a training is measured, not what it is about
        regexp_replace(description, '考核(合格|优秀|通过|达标)|[%。 ]', '', 'g') as said,
        concat(description, value_raw) as texts
    from printed_indicator
    where level3 is not null and description is not null and value_status in ('reported', 'zero')
),

-- The kinds of count that name and description end in, by the longest word, and the activities that they speak of.
spoken as (
    select
        d.cell_id,
        arg_max({zh: w.zh, en: w.en}, length(w.word)) filter (where w.zh is not null and ends_with(d.name, w.word)) as name_count,
        arg_max({zh: w.zh, en: w.en}, length(w.word)) filter (where w.zh is not null and ends_with(d.said, w.word)) as said_count,
        min(w.word) filter (where w.zh is null and contains(d.name, w.word)) as name_act,
        min(w.word) filter (where w.zh is null and contains(d.said, w.word)) as said_act,
        bool_or(w.zh is null and contains(d.name, w.word) and contains(d.said, w.word)) as same_act
    from described as d
    join (
        select word, zh, en from counted_word union all select word, null, null from activity_word
    ) as w on contains(d.name, w.word) or contains(d.said, w.word)
    group by d.cell_id
),

-- Names without one character of their description and value. Costs are described as kept within the budget, whatever their name;
-- and a name of common words may stand anywhere.
alien as (
    select *
    from described
    where translate(name, texts, '') = name
        and not coalesce(regexp_matches(level2, '成本|满意') or length(regexp_replace(name,
            '项目|工作|任务|资金|经费|完成|实施|执行|保障|情况|时间|时限|及时|质量|数量|效益|效果|影响|水平|程度|目标|达标|合格|[率性度数]', '', 'g')) < 3, false)
),

borrowed as (
    select cell_id, arg_max({project_name: project_name, cell_id: other_cell}, characters) as other
    from (
        select
            b.cell_id, a.project_name, a.cell_id as other_cell,
            len(list_intersect(string_split(b.name, ''), string_split(a.texts, ''))) as characters
        from alien as b
        join described as a on a.disclosure_id = b.disclosure_id and a.name = b.name and a.project_id <> b.project_id
    )
    where characters >= 2
    group by cell_id
),

judged as (
    select
        d.*, b.other, s.name_count, s.said_count, s.name_act, s.said_act,
        case
            when s.name_count.zh <> s.said_count.zh then 'counted'
            when regexp_matches(d.name, '及时[率性]$') and regexp_matches(d.said, '金额?占.*比[率例重]') and not regexp_matches(d.said, '及时|按时|准时|按期')
                then 'timeliness'
            when contains(d.said, '正常') and regexp_matches(d.name, '故障|差错') and not regexp_matches(d.said, '故障|差错') then 'normal'
            when d.level1 <> '满意度指标' and contains(d.said, '满意') and length(d.said) <= 8
                and not regexp_matches(d.name, '满意|质量|提升|提高|幸福|保障') then 'satisfaction'
            when not s.same_act and s.name_act is not null and s.said_act is not null then 'activity'
            when b.other is not null then 'borrowed'
        end as reason
    from described as d
    left join spoken as s using (cell_id)
    left join borrowed as b using (cell_id)
    where d.name <> d.said
)

select
    disclosure_id, concat_ws(' ', project_no, project_name, level3) as subject, if(reason is null, null, 'warning') as severity,
    level3 as stated, description as expected,
    [
        level3, description, if(reason = 'counted', name_count.zh, null), said_count.zh, name_count.en, said_count.en,
        if(reason = 'timeliness', '', null), if(reason = 'normal', '', null), if(reason = 'satisfaction', '', null),
        if(reason = 'borrowed', other.project_name, null), name_act, said_act
    ] as told,
    [cell_id] as stated_cells, if(reason = 'borrowed', [other.cell_id], []) as expected_cells
from judged
