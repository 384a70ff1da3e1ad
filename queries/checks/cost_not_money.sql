-- check: cost_not_money
-- title: 成本指标不是金额 | A cost indicator without money
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: （经济）成本指标的值应是金额或时间，成本、预算的控制率也可（预算执行率不是成本）；只写“按规定、按预算”等的，目标在表外，作为提示 |
--     The value of an (economic) cost indicator is money or time, or a rate at which cost or budget is kept (how much of a budget is
--     spent is no cost); where it only refers to a rule, contract or budget, the target lies outside the table, which is a notice
-- says: 成本指标“{1}”的值为“{2}”，没有金额，只指向表外的规定、预算或合同。{notice} |
--     The cost indicator "{1}" is "{2}": it names no sum and refers to a rule, budget or contract outside the table.
-- says: 成本指标“{1}”的值为“{2}”，[说的是预算执行进度，{3}]既不是金额也不是时间。 |
--     The cost indicator "{1}" is "{2}", [how much of a budget is spent:{3}][which is{4}] neither money nor time.
with judged as (
    select
        i.disclosure_id, i.subject, i.level2, i.level3, i.name, i.value_raw, i.shown, i.cell_id,
        coalesce(u.kind = 'percent' and regexp_matches(i.name, '(预算|资金|支出|经费)执行率'), false) as of_spending,
        case
            when u.kind in ('money', 'time') or regexp_matches(i.unit, '元|^[万亿千百]$') then null
            when i.value_number is null and (i.is_quantified or regexp_matches(i.value_raw, '[0-9一二三四五六七八九十百千万]\s*(元|万元|亿元)')) then null
            when i.value_number is not null and u.kind is null then null
            when u.kind = 'percent' and regexp_matches(i.name, '成本|预算|节约|控制|超支|费用率|降低') and not of_spending then null
            when i.value_number is null and regexp_matches(i.value_raw, '预算|标准|规定|合同|协议|文件') then 'notice'
            else 'warning'
        end as severity
    from printed_indicator as i
    left join unit_kind as u on u.unit = split_part(i.unit, '/', 1)
    where i.value_status in ('reported', 'zero')
        and (i.level2 in ('成本指标', '经济成本指标') or (i.level1 = '成本指标' and i.level2 is null))
        and (i.unit is not null or i.value_number is null)   -- a bare number: value_without_unit
        and regexp_matches(i.value_raw, '\p{L}|[0-9]')       -- a lone sign: value_blank
)

select
    disclosure_id, subject, severity, value_raw as stated, '… 元' as expected,
    [name, shown, if(of_spending, '', null), if(of_spending, null, '')] as told,
    [cell_id] as stated_cells
from judged
