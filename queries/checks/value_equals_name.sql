-- check: value_equals_name
-- title: 指标值只是重复指标名称 | A target that only repeats the indicator's name
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: 文字的指标值与本行的三级指标名称或指标描述逐字相同，即没有给出目标 | A target in words that is, word for word, the name or the
--     description in its own row sets no target
-- says: “{1}”的指标值“{stated}”与本行的名称或描述逐字相同，没有另设目标。 |
--     The target of "{1}" is "{stated}", word for word the name or description in its own row.
select
    disclosure_id, subject,
    if(regexp_replace(coalesce(value_text, value_raw), '[\s。]', '', 'g')
        in (regexp_replace(level3, '[\s。]', '', 'g'), regexp_replace(description, '[\s。]', '', 'g')), 'warning', null) as severity,
    value_raw as stated,
    [name] as told,
    [cell_id] as stated_cells
from printed_indicator
where value_status = 'reported' and value_number is null and coalesce(level3, description) is not null
