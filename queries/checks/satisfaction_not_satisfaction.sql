-- check: satisfaction_not_satisfaction
-- title: 满意度指标不谈满意度 | A satisfaction indicator about something else
-- severity: error
-- family: indicators
-- rests on: indicator_setting
-- method: 满意度指标的名称、描述和指标值中应有表示满意的用词（词表 satisfaction_word） | The name, description or value of a
--     satisfaction indicator must use a word for satisfaction (list satisfaction_word)
with satisfaction as (
    select
        i.disclosure_id, i.project_no, i.project_name, i.cell_id, i.name, i.value_raw,
        concat_ws(' ', i.level3, i.description, i.value_raw) as words
    from printed_indicator as i
    where i.level1 = '满意度指标' and i.value_status in ('reported', 'zero')
        and coalesce(i.level3, i.description) is not null
)

select
    s.disclosure_id,
    concat_ws(' ', s.project_no, s.project_name, s.name) as subject,
    if(bool_or(contains(s.words, w.word)), null, 'error') as severity,
    format('{} {}', s.name, s.value_raw) as stated,
    '…满意度' as expected,
    format('满意度指标“{}”（{}）的名称、描述和指标值都没有谈到满意度。', s.name, s.value_raw) as message_zh,
    format('"{}" ({}) stands as a satisfaction indicator, but neither its name, description nor value speaks of satisfaction.', s.name, s.value_raw)
        as message_en,
    [s.cell_id] as stated_cells
from satisfaction as s
cross join satisfaction_word as w
group by all
