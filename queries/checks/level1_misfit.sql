-- check: level1_misfit
-- title: 指标内容与一级指标不符 | An indicator under the wrong heading
-- severity: warning
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 满意度指标下应讲满意度，预算执行率指标下应讲预算执行，产出、效益指标下不应是满意度，效益指标下不应只是工作量（提示，需人工判断）；
--     用词见 data/audit/level1_word.csv | Satisfaction indicators speak of satisfaction, the execution rate of the budget; output and
--     benefit are not satisfaction, and a benefit is more than work done (a slip, to be judged); words in data/audit/level1_word.csv
-- says: “{1}”列在{2}下，名称中没有讲到满意[，需人工判断{notice}]。{3} | "{1}" stands under satisfaction, but its name does not speak of anyone being
--     satisfied[; this needs a reader's judgement{notice}].
-- says: “{1}”列在{2}下，名称中没有讲到预算执行[，指标值却讲到，需人工判断{notice}]。{4} | "{1}" stands under the execution rate, but its name does not speak of
--     spending the budget[, though its target does; this needs a reader's judgement{notice}].
-- says: “{1}”列在{2}下，讲的是工作量，像是{expected}，需人工判断。{notice} | "{1}" stands under benefit but measures work done, like an output; this needs
--     a reader's judgement.
-- says: “{1}”列在{2}下，讲的是满意程度，应属{expected}。 | "{1}" stands under [output{5}][benefit{6}] but measures how satisfied people are.
with item as (
    select
        s.disclosure_id, s.form_name, s.row_no, s.level1, s.level3, s.target_raw, s.evaluation_item_id, s.cell_id, s.item_name,
        list_filter(w.words, lambda word: contains(concat_ws(' ', s.level2, s.level3), word)) as words_named,
        list_filter(w.words, lambda word: contains(concat_ws(' ', s.level3, s.target_raw, s.actual_raw), word)) as words_used,
        contains(concat_ws(' ', s.level2, s.level3), '满意') and not regexp_matches(coalesce(s.level2, ''), '满意度指标$') as of_satisfaction,
        -- What was done, as its name says: …推送信息数量, …课时量, 每年赴…进行考核, …培训人数.
        regexp_matches(s.item_name, '(推送|制作|播出|发放|印发|检查|督查|培训|采购|购置|建设).*(数量|次数|场次|期数|份数)$|课时(量|数)?$'
            || '|^(每年)?(赴|开展|组织|举办).*(考核|检查|活动|会议|培训)(次数|场次)?$|培训(人数|人次|次数|场次|班次)?$') as work_done
    from scored as s
    left join (select level1, list(word) as words from level1_word group by level1) as w using (level1)
    where s.level1 in ('产出指标', '效益指标', '满意度指标', '预算执行率指标') and coalesce(s.level2, s.level3) is not null
)

select
    i.disclosure_id,
    concat_ws(' ', i.form_name, i.row_no, i.level1, i.item_name) as subject,
    case
        when i.level1 = '满意度指标' then case
            when i.words_named = [] then 'warning'
            when i.words_used = [] and regexp_matches(i.level3, '(率|情况|数量|次数|人数|进度|成效|效果|水平)$') then 'notice'
        end
        when i.level1 = '预算执行率指标' then if(i.words_named <> [], null, if(contains(i.target_raw, '执行'), 'notice', 'warning'))
        when i.of_satisfaction then 'warning'
        when i.level1 = '效益指标' and i.work_done then 'notice'
    end as severity,
    i.item_name as stated,
    case
        when i.level1 in ('满意度指标', '预算执行率指标') then i.level1
        when i.of_satisfaction then '满意度指标'
        else '产出指标'
    end as expected,
    [i.item_name, i.level1, if(i.level1 = '满意度指标', '', null), if(i.level1 = '预算执行率指标', '', null),
        if(i.level1 = '产出指标', '', null), if(i.level1 = '效益指标', '', null)] as told,
    [coalesce(c.cell_id, i.cell_id)] as stated_cells
from item as i
left join fact_cell as c on c.fact_id = i.evaluation_item_id and c.field = if(i.level3 is null, 'level2', 'level3')
