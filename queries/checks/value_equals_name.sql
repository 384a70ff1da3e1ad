-- check: value_equals_name
-- title: 指标值只是重复指标名称 | A target that only repeats the indicator's name
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: 文字的指标值与本行的三级指标名称或指标描述逐字相同，即没有给出目标 | A target in words that is, word for word, the name or the
--     description in its own row sets no target
with target as (
    select
        i.*,
        regexp_replace(coalesce(i.value_text, i.value_raw), '[\s。]', '', 'g') as said
    from printed_indicator as i
    where i.value_status = 'reported' and i.value_number is null
        and coalesce(i.level3, i.description) is not null
)

select
    disclosure_id, concat_ws(' ', project_no, project_name, level2, level3) as subject,
    if(said = regexp_replace(level3, '[\s。]', '', 'g') or said = regexp_replace(description, '[\s。]', '', 'g'), 'warning', null) as severity,
    value_raw as stated,
    format('“{}”的指标值“{}”与本行的名称或描述逐字相同，没有另设目标。', name, value_raw) as message_zh,
    format('The target of "{}" is "{}", word for word the name or description in its own row.', name, value_raw) as message_en,
    [cell_id] as stated_cells
from target
