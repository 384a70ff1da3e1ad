-- check: value_without_unit
-- title: 指标值没有单位 | A target without a unit
-- severity: notice
-- family: indicators
-- rests on: indicator_setting
-- method: 指标值是数字的，应写明单位（写在数字后或指标名称的括号内均可）；零、年份、评分与指数不需要单位 | A target that is a number
--     names its unit, behind the number or in brackets behind the indicator's name; zero, years, marks and indices need none
-- says: “{1}”的指标值“{stated}”[只写到“{2}”，没有写明单位][没有单位{3}]。 |
--     The target of "{1}", "{stated}", [stops at "{2}" and does not name its unit][has no unit{3}].
select
    disclosure_id, subject,
    case
        when unit in ('万', '亿') and regexp_matches(concat_ws('', level2, name), '成本|费|资金|经费|预算|支出|金额') then 'notice'
        when unit is not null or regexp_matches(concat_ws(' ', level3, description),
            '[(（](%|[A-Za-z一-龥]{1,4}(/[A-Za-z一-龥]{1,3})?)[)）]|分$|分 |得分|评分|分值|指数|系数|比值|等级') then null
        when value_number between 1990 and 2100 and value_number = floor(value_number) then null
        else 'notice'
    end as severity,
    value_raw as stated,
    [name, unit, if(unit is null, '', null)] as told,
    [cell_id] as stated_cells
from printed_indicator
where value_number <> 0
    -- a number that a text runs on from ('≤12 保障 12 人享受工资') is another fault, value_concatenated
    and (unit is not null or value_text is null or regexp_matches(value_text, '^\D{0,4}[0-9.,]+(及?以[上下内])?$'))
