-- check: cost_lower_bound
-- title: 成本指标写成下限（≥） | A cost with a lower bound (≥)
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: 以金额计的成本指标应写上限或定额；写“≥”则花得越多越达标。补助标准的下限可能是对受益人的承诺，需人工判断；节约额等不查 | A cost in
--     money has an upper bound or a fixed sum; with "≥", the more is spent the better it is met. A floor under an allowance may be a
--     promise to those who receive it, which a person has to judge; savings are left out
-- says: 成本指标“{1}”的值为“{stated}”，写成了下限：花得越多越达标[；如为对受益人的承诺则可，需人工判断{notice}]。 |
--     The cost indicator "{1}" is "{stated}", a lower bound: the more is spent, the better it is met[; it may be a promise to those
--     who receive it, which a person has to judge{notice}].
select
    i.disclosure_id, i.subject,
    case when i.operator in ('≥', '>') then if(regexp_matches(i.name, '标准|人均|待遇'), 'notice', 'warning') end as severity,
    i.value_raw as stated, '≤ …' as expected,
    [i.name] as told,
    [i.cell_id] as stated_cells
from printed_indicator as i
left join unit_kind as u on u.unit = split_part(i.unit, '/', 1)
where i.value_number is not null
    and (i.level2 in ('成本指标', '经济成本指标') or (i.level1 = '成本指标' and i.level2 is null))
    and (u.kind = 'money' or contains(i.unit, '元'))
    and not regexp_matches(concat_ws('', i.level3, i.description), '节约|节省|节支|降低|减少|收入|收益|筹集|筹措')
