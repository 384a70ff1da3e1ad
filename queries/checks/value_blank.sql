-- check: value_blank
-- title: 指标值空白 | A target without a value
-- severity: error
-- family: indicators
-- rests on: indicator_setting
-- method: 每个有名称的指标都应有指标值；空白、横线，或只剩符号、单位而没有数字，即为缺失 | Every indicator that has a name has a
--     value; a blank, a dash, or a sign or unit left without its number is none
with target as (
    select
        i.*,
        regexp_replace(i.value_raw, '[\s≥≧≤≦＜＞<>=＝]', '', 'g') as rest
    from printed_indicator as i
    where i.value_status <> 'secret' and coalesce(i.level3, i.description) is not null
),

judged as (
    select t.*, t.value_status = 'blank' or t.rest = '' as nothing, replace(t.rest, '％', '%') in (select unit from unit_kind) as lone_unit
    from target as t
)

select
    disclosure_id, concat_ws(' ', project_no, project_name, level2, level3) as subject,
    if(nothing or lone_unit, 'error', null) as severity, value_raw as stated,
    if(lone_unit, format('“{}”的指标值只有“{}”，没有数字。', name, value_raw), format('“{}”的指标值空白。', name)) as message_zh,
    if(lone_unit, format('The target of "{}" is only "{}": the number is missing.', name, value_raw), format('The target of "{}" is blank.', name))
        as message_en,
    [cell_id] as stated_cells
from judged
