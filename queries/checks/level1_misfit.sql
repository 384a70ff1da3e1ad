-- check: level1_misfit
-- title: 指标内容与一级指标不符 | An indicator under the wrong heading
-- severity: warning
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 满意度指标下应讲满意度，预算执行率指标下应讲预算执行，产出、效益指标下不应是满意度，效益指标下不应只是工作量（提示，需人工判断）；
--     用词见 data/audit/level1_word.csv | Satisfaction indicators speak of satisfaction, the execution rate of the budget; output and
--     benefit are not satisfaction, and a benefit is more than work done (a slip, to be judged); words in data/audit/level1_word.csv
with item as (
    select
        i.*, e.disclosure_id, e.form_name, coalesce(i.level3, i.level2) as item_name,
        concat_ws(' ', i.level2, i.level3) as names, concat_ws(' ', i.target_raw, i.actual_raw) as results,
        -- What was done, as its name says: …推送信息数量, …课时量, 每年赴…进行考核, …培训人数.
        regexp_matches(item_name, '(推送|制作|播出|发放|印发|检查|督查|培训|采购|购置|建设).*(数量|次数|场次|期数|份数)$|课时(量|数)?$'
            || '|^(每年)?(赴|开展|组织|举办).*(考核|检查|活动|会议|培训)(次数|场次)?$|培训(人数|人次|次数|场次|班次)?$') as work_done
    from evaluation_item as i
    join form as e using (evaluation_id)
    where coalesce(i.level2, i.level3) is not null
),

spoken as (
    select
        i.evaluation_item_id,
        bool_or(w.level1 = '满意度指标' and contains(i.names, w.word)) as satisfied,
        any_value(contains(i.names, '满意')) and not regexp_matches(coalesce(any_value(i.level2), ''), '满意度指标$') as of_satisfaction,
        bool_or(w.level1 = '满意度指标' and (contains(i.level3, w.word) or contains(i.results, w.word))) as satisfied_named,
        bool_or(w.level1 = '预算执行率指标' and contains(i.names, w.word)) as executed
    from item as i
    left join level1_word as w on w.level1 = i.level1
    group by i.evaluation_item_id
),

judged as (
    select
        i.*,
        case
            when level1 = '满意度指标' and not satisfied then 'warning'
            when level1 = '满意度指标' and regexp_matches(i.level3, '(率|情况|数量|次数|人数|进度|成效|效果|水平)$') and not satisfied_named then 'notice'
            when level1 = '预算执行率指标' and not executed then if(contains(target_raw, '执行'), 'notice', 'warning')
            when level1 in ('产出指标', '效益指标') and of_satisfaction then 'warning'
            when level1 = '效益指标' and work_done then 'notice'
        end as severity,
        case
            when level1 = '满意度指标' or level1 = '预算执行率指标' then null
            when of_satisfaction then '满意度指标'
            else '产出指标'
        end as fits
    from item as i
    join spoken using (evaluation_item_id)
    where level1 in ('产出指标', '效益指标', '满意度指标', '预算执行率指标')
)

select
    j.disclosure_id,
    concat_ws(' ', j.form_name, j.row_no, j.level1, j.item_name) as subject,
    j.severity,
    j.item_name as stated,
    coalesce(j.fits, j.level1) as expected,
    case
        when j.severity is null then null
        when j.fits is null then format('“{}”列在{}下，名称中没有讲到{}{}。', j.item_name, j.level1, if(j.level1 = '满意度指标', '满意', '预算执行'),
            case when j.severity = 'warning' then '' when j.level1 = '满意度指标' then '，需人工判断' else '，指标值却讲到，需人工判断' end)
        when j.fits = '产出指标' then format('“{}”列在{}下，讲的是工作量，像是{}，需人工判断。', j.item_name, j.level1, j.fits)
        else format('“{}”列在{}下，讲的是满意程度，应属{}。', j.item_name, j.level1, j.fits)
    end as message_zh,
    case
        when j.severity is null then null
        when j.fits is null then format('"{}" stands under {}, but its name does not speak of {}{}.', j.item_name,
            if(j.level1 = '满意度指标', 'satisfaction', 'the execution rate'),
            if(j.level1 = '满意度指标', 'anyone being satisfied', 'spending the budget'),
            case when j.severity = 'warning' then '' when j.level1 = '满意度指标' then '; this needs a reader''s judgement'
                else ', though its target does; this needs a reader''s judgement' end)
        when j.fits = '产出指标' then format('"{}" stands under benefit but measures work done, like an output; this needs a reader''s judgement.',
            j.item_name)
        else format('"{}" stands under {} but measures how satisfied people are.', j.item_name, if(j.level1 = '产出指标', 'output', 'benefit'))
    end as message_en,
    [coalesce(c.cell_id, j.cell_id)] as stated_cells
from judged as j
left join (
    select fact_id, coalesce(min(cell_id) filter (where field = 'level3'), min(cell_id)) as cell_id
    from fact_cell where field in ('level2', 'level3') group by fact_id
) as c on c.fact_id = j.evaluation_item_id
