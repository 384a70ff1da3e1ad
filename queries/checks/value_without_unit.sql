-- check: value_without_unit
-- title: 指标值没有单位 | A target without a unit
-- severity: notice
-- family: indicators
-- rests on: indicator_setting
-- method: 指标值是数字的，应写明单位（写在数字后或指标名称的括号内均可）；零、年份、评分与指数不需要单位 | A target that is a number
--     names its unit, behind the number or in brackets behind the indicator's name; zero, years, marks and indices need none
with target as (
    select
        i.*,
        regexp_matches(concat_ws(' ', i.level3, i.description), '[(（](%|[A-Za-z一-龥]{1,4}(/[A-Za-z一-龥]{1,3})?)[)）]|分$|分 |得分|评分|分值|指数|系数|比值|等级') as named
    from printed_indicator as i
    where i.value_number <> 0
        -- a number that a text runs on from ('≤12 保障 12 人享受工资') is another fault, value_concatenated
        and (i.unit is not null or i.value_text is null or regexp_matches(i.value_text, '^\D{0,4}[0-9.,]+(及?以[上下内])?$'))
)

select
    disclosure_id, concat_ws(' ', project_no, project_name, level2, level3) as subject,
    case
        when unit in ('万', '亿') and regexp_matches(concat_ws('', level2, name), '成本|费|资金|经费|预算|支出|金额') then 'notice'
        when unit is not null or named then null
        when value_number between 1990 and 2100 and value_number = floor(value_number) then null
        else 'notice'
    end as severity,
    value_raw as stated,
    if(unit is null,
        format('“{}”的指标值“{}”没有单位。', name, value_raw), format('“{}”的指标值“{}”只写到“{}”，没有写明单位。', name, value_raw, unit)) as message_zh,
    if(unit is null, format('The target of "{}", "{}", has no unit.', name, value_raw),
        format('The target of "{}", "{}", stops at "{}" and does not name its unit.', name, value_raw, unit)) as message_en,
    [cell_id] as stated_cells
from target
