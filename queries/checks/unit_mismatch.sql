-- check: unit_mismatch
-- title: 单位与指标名称不符 | The unit does not fit the indicator's name
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: 名称以“率、满意度、比例”结尾的应以百分比计，以“人数、次数、面积、金额”结尾的应以相应单位计；不是金额的成本另查 | Names that end in 率, 满意度 or
--     比例 go with a percentage, names in 人数, 次数, 面积 or 金额 with a unit of that kind; costs that are no money are another check
with target as (
    select
        i.* replace (regexp_replace(i.level3, '[(（][^)）]*[)）]$', '') as name), u.kind as unit_kind
    from printed_indicator as i
    join unit_kind as u on u.unit = split_part(i.unit, '/', 1)
    where i.value_number <> 0 and i.level3 is not null
),

named as (
    select t.name, arg_max(k.kind, length(k.ending)) as kind
    from (select distinct name from target) as t
    join name_kind as k on ends_with(t.name, k.ending)
    group by t.name
)

select
    t.disclosure_id, concat_ws(' ', t.project_no, t.project_name, t.level2, t.level3) as subject,
    case
        when n.kind = 'any' or n.kind = t.unit_kind then null
        when n.kind = 'money' and (t.level1 = '成本指标' or t.level2 like '%成本指标') then null  -- cost_not_money
        when n.kind <> 'percent' and t.unit_kind = 'thing' then null
        when n.kind in ('person', 'times') and t.unit_kind = 'visits' or n.kind = 'visits' and t.unit_kind in ('person', 'times') then null
        else 'warning'
    end as severity,
    t.value_raw as stated,
    case n.kind
        when 'percent' then '%' when 'person' then '人' when 'visits' then '人次' when 'times' then '次' when 'area' then '平方米' when 'money' then '元'
    end as expected,
    format('“{}”的指标值为“{}”，单位“{}”与名称不符。', t.level3, t.shown, t.unit) as message_zh,
    format('The target of "{}" is "{}": the unit "{}" does not fit the name.', t.level3, t.shown, t.unit) as message_en,
    [t.cell_id] as stated_cells
from target as t
join named as n using (name)
