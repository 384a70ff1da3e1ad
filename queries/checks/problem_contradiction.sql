-- check: problem_contradiction
-- title: 所述问题与满分、完成情况矛盾 | The problems named contradict full marks
-- severity: error
-- family: self_evaluation
-- rests on: consistency
-- method: 总分为满分或总体完成率 100% 的自评表，“存在问题”中说未实现、尚未等（data/audit/shortfall_word.csv），又与得满分的指标有共同用词（连续
--     三字）：明说未完成的报错，措辞较轻的存疑；找不到对应指标的存疑 | A form with full marks or 100% completion whose problems say that
--     something was not achieved (data/audit/shortfall_word.csv), in words (three characters in a row) of an indicator with full marks: an
--     error where it is said outright, a doubt where it is said mildly or no such indicator is found
with claim as (
    select * from form
    where problems is not null and place['problems'] is not null and (score_stated >= coalesce(weight_stated, 100) or completion_rate_stated >= 1)
),

clause as (
    select evaluation_id, unnest(regexp_split_to_array(problems, '[，。；;,.\n]')) as said, problems from claim
),

admitted as (
    select c.evaluation_id, c.said, w.word, w.kind
    from clause as c
    join shortfall_word as w on contains(c.said, w.word)
    where not regexp_matches(c.said, '^(无|没有|未发现|不存在)')
    qualify row_number() over (partition by c.evaluation_id, c.said order by w.kind = 'mild', w.word) = 1
),

indicator_with_full_marks as (
    select *, concat_ws('|', level2, level3) as names from scored where full_marks
),

-- Of the indicators that share three characters in a row, the one with the most pairs of characters in common.
shared as (
    select
        a.evaluation_id, a.said, i.item_name, i.cell_id as score_cell, i.actual_cell,
        len(list_intersect(
            [a.said[place:place + 1] for place in range(1, len(a.said))],
            [i.names[place:place + 1] for place in range(1, len(i.names))])) as pairs
    from admitted as a
    join indicator_with_full_marks as i using (evaluation_id)
    where list_has_any(
        [a.said[place:place + 2] for place in range(1, len(a.said) - 1)],
        [i.names[place:place + 2] for place in range(1, len(i.names) - 1)])
    qualify row_number() over (partition by a.evaluation_id, a.said order by pairs desc, i.row_no) = 1
),

worst as (
    select
        a.evaluation_id, a.said, s.item_name, s.score_cell, s.actual_cell,
        case
            when a.kind = 'plain' and s.item_name is not null then 'error'
            when a.kind = 'plain' or s.item_name is not null then 'warning'
        end as severity
    from admitted as a
    left join shared as s using (evaluation_id, said)
    qualify row_number() over (partition by a.evaluation_id order by s.item_name is null, a.kind = 'mild', a.said) = 1
)

select
    c.disclosure_id,
    c.form_name || ' 存在问题' as subject,
    w.severity,
    trim(w.said) as stated,
    concat_ws('，', '总分 ' || trimmed(c.score_stated), '总体完成率 ' || format('{:.0f}%', c.completion_rate_stated * 100)) as expected,
    format('“{}”存在问题中说“{}”，而{}{}{}。', c.project_name, trim(w.said), coalesce('指标“' || w.item_name || '”得满分，', ''), expected,
        if(w.severity = 'warning', '，需人工判断', '')) as message_zh,
    format('The problems of "{}" say "{}", but {}{}{}.', c.project_name, trim(w.said),
        coalesce('the indicator "' || w.item_name || '" has full marks, ', ''),
        concat_ws(' and ', 'the total score is ' || trimmed(c.score_stated),
            'the overall completion is ' || format('{:.0f}%', c.completion_rate_stated * 100)),
        if(w.severity = 'warning', '; this needs a reader''s judgement', '')) as message_en,
    [c.place['problems']] as stated_cells,
    list_filter([w.score_cell, w.actual_cell, c.place['score_stated'], c.place['completion_rate_stated']],
        lambda one: one is not null) as expected_cells
from claim as c
left join worst as w using (evaluation_id)
