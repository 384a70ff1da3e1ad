-- check: unit_mismatch
-- title: 单位与指标名称不符 | The unit does not fit the indicator's name
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: 名称以“率、满意度、比例”结尾的应以百分比计，以“人数、次数、面积、金额”结尾的应以相应单位计；不是金额的成本另查 | Names that end in 率, 满意度 or
--     比例 go with a percentage, names in 人数, 次数, 面积 or 金额 with a unit of that kind; costs that are no money are another check
-- says: “{1}”的指标值为“{2}”，单位“{3}”与名称不符。 | The target of "{1}" is "{2}": the unit "{3}" does not fit the name.
with target as (
    select
        i.disclosure_id, i.subject, i.level1, i.level2, i.level3, i.value_raw, i.shown, i.unit, i.cell_id,
        regexp_replace(i.level3, '[(（][^)）]*[)）]$', '') as name, u.kind
    from printed_indicator as i
    join unit_kind as u on u.unit = split_part(i.unit, '/', 1)
    where i.value_number <> 0 and i.level3 is not null
),

-- What a name ends in, the longest ending telling most.
named as (
    select t.name, arg_max(k.kind, length(k.ending)) as kind
    from (select distinct name from target) as t
    join name_kind as k on ends_with(t.name, k.ending)
    group by t.name
)

select
    t.disclosure_id, t.subject,
    case
        when n.kind in ('any', t.kind) then null
        when n.kind = 'money' and (t.level1 = '成本指标' or ends_with(t.level2, '成本指标')) then null  -- cost_not_money
        when n.kind <> 'percent' and t.kind = 'thing' then null
        when n.kind in ('person', 'times') and t.kind = 'visits' or n.kind = 'visits' and t.kind in ('person', 'times') then null
        else 'warning'
    end as severity,
    t.value_raw as stated,
    case n.kind
        when 'percent' then '%' when 'person' then '人' when 'visits' then '人次' when 'times' then '次' when 'area' then '平方米' when 'money' then '元'
    end as expected,
    [t.level3, t.shown, t.unit] as told,
    [t.cell_id] as stated_cells
from target as t
join named as n using (name)
