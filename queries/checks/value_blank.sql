-- check: value_blank
-- title: 指标值空白 | A target without a value
-- severity: error
-- family: indicators
-- rests on: indicator_setting
-- method: 每个有名称的指标都应有指标值；空白、横线，或只剩符号、单位而没有数字，即为缺失 | Every indicator that has a name has a
--     value; a blank, a dash, or a sign or unit left without its number is none
-- says: “{1}”的指标值只有“{2}”，没有数字。 | The target of "{1}" is only "{2}": the number is missing.
-- says: “{1}”的指标值空白。 | The target of "{1}" is blank.
select
    i.disclosure_id, i.subject,
    if(i.value_status = 'blank' or i.rest = '' or u.unit is not null, 'error', null) as severity, i.value_raw as stated,
    [i.name, if(u.unit is null, null, i.value_raw)] as told,
    [i.cell_id] as stated_cells
from (
    select *, regexp_replace(value_raw, '[\s≥≧≤≦＜＞<>=＝]', '', 'g') as rest
    from printed_indicator
    where value_status <> 'secret' and coalesce(level3, description) is not null
) as i
left join unit_kind as u on u.unit = replace(i.rest, '％', '%')
