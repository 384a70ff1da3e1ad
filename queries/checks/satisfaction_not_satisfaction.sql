-- check: satisfaction_not_satisfaction
-- title: 满意度指标不谈满意度 | A satisfaction indicator about something else
-- severity: error
-- family: indicators
-- rests on: indicator_setting
-- method: 满意度指标的名称、描述和指标值中应有表示满意的用词（词表 satisfaction_word） | The name, description or value of a
--     satisfaction indicator must use a word for satisfaction (list satisfaction_word)
-- says: 满意度指标“{1}”（{2}）的名称、描述和指标值都没有谈到满意度。 |
--     "{1}" ({2}) stands as a satisfaction indicator, but neither its name, description nor value speaks of satisfaction.
select
    i.disclosure_id, concat_ws(' ', i.project_no, i.project_name, i.name) as subject,
    if(len(list_filter(satisfaction.words, lambda word: contains(concat_ws(' ', i.level3, i.description, i.value_raw), word))) > 0, null, 'error')
        as severity,
    i.name || ' ' || i.value_raw as stated, '…满意度' as expected,
    [i.name, i.value_raw] as told,
    [i.cell_id] as stated_cells
from printed_indicator as i
cross join (select list(word) as words from satisfaction_word) as satisfaction
where i.level1 = '满意度指标' and i.value_status in ('reported', 'zero') and coalesce(i.level3, i.description) is not null
