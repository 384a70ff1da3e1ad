-- check: problem_contradiction
-- title: 所述问题与满分、完成情况矛盾 | The problems named contradict full marks
-- severity: error
-- family: self_evaluation
-- rests on: consistency
-- method: 总分为满分或总体完成率 100% 的自评表，“存在问题”中说未实现、尚未等（data/audit/shortfall_word.csv），又与得满分的指标有共同用词（连续
--     三字）：明说未完成的报错，措辞较轻的存疑；找不到对应指标的存疑 | A form with full marks or 100% completion whose problems say that
--     something was not achieved (data/audit/shortfall_word.csv), in words (three characters in a row) of an indicator with full marks: an
--     error where it is said outright, a doubt where it is said mildly or no such indicator is found
-- says: “{1}”存在问题中说“{stated}”，而[指标“{2}”得满分，]{expected}[，需人工判断{warning}]。 | The problems of "{1}" say "{stated}", but [the indicator
--     "{2}" has full marks, ]{3}[; this needs a reader's judgement{warning}].
with claim as (
    select
        evaluation_id, disclosure_id, form_name, project_name, problems, place,
        trimmed(score_stated) as score, format('{:.0f}%', completion_rate_stated * 100) as completion_rate
    from form
    where problems is not null and place['problems'] is not null and (score_stated >= coalesce(weight_stated, 100) or completion_rate_stated >= 1)
),

clause as (
    select evaluation_id, unnest(regexp_split_to_array(problems, '[，。；;,.\n]')) as said from claim
),

admitted as (
    select c.evaluation_id, c.said, w.kind = 'plain' as outright, grams(c.said, 3) as runs
    from clause as c
    join shortfall_word as w on contains(c.said, w.word)
    where not regexp_matches(c.said, '^(无|没有|未发现|不存在)')
),

-- Of what is said, that which an indicator with full marks is found for, said outright rather than mildly; and of the indicators
-- that share three characters in a row with it, the one with the most pairs of characters in common.
worst as (
    select
        a.evaluation_id, a.said, s.item_name, s.cell_id as score_cell, s.actual_cell,
        case when a.outright and s.item_name is not null then 'error' when a.outright or s.item_name is not null then 'warning' end as severity
    from admitted as a
    left join (
        select evaluation_id, item_name, row_no, cell_id, actual_cell, concat_ws('|', level2, level3) as names
        from scored
        where full_marks
    ) as s on s.evaluation_id = a.evaluation_id and list_has_any(a.runs, grams(s.names, 3))
    qualify row_number() over (
        partition by a.evaluation_id
        order by s.item_name is null, not a.outright, a.said, len(list_intersect(grams(a.said, 2), grams(s.names, 2))) desc, s.row_no
    ) = 1
)

select
    c.disclosure_id,
    c.form_name || ' 存在问题' as subject,
    w.severity,
    trim(w.said) as stated,
    concat_ws('，', '总分 ' || c.score, '总体完成率 ' || c.completion_rate) as expected,
    [c.project_name, w.item_name, concat_ws(' and ', 'the total score is ' || c.score, 'the overall completion is ' || c.completion_rate)] as told,
    [c.place['problems']] as stated_cells,
    [w.score_cell, w.actual_cell, c.place['score_stated'], c.place['completion_rate_stated']] as expected_cells
from claim as c
left join worst as w using (evaluation_id)
