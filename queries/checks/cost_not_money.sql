-- check: cost_not_money
-- title: 成本指标不是金额 | A cost indicator without money
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: （经济）成本指标的值应是金额或时间，成本、预算的控制率也可（预算执行率不是成本）；只写“按规定、按预算”等的，目标在表外，作为提示 |
--     The value of an (economic) cost indicator is money or time, or a rate at which cost or budget is kept (how much of a budget is
--     spent is no cost); where it only refers to a rule, contract or budget, the target lies outside the table, which is a notice
with target as (
    select
        i.*, u.kind as unit_kind
    from printed_indicator as i
    left join unit_kind as u on u.unit = split_part(i.unit, '/', 1)
    where i.value_status in ('reported', 'zero')
        and (i.level2 in ('成本指标', '经济成本指标') or (i.level1 = '成本指标' and i.level2 is null))
        and (i.unit is not null or i.value_number is null)   -- a bare number: value_without_unit
        and regexp_matches(i.value_raw, '\p{L}|[0-9]')       -- a lone sign: value_blank
),

judged as (
    select
        *, coalesce(unit_kind = 'percent' and regexp_matches(name, '(预算|资金|支出|经费)执行率'), false) as of_spending,
        case
            when unit_kind in ('money', 'time') or regexp_matches(coalesce(unit, ''), '元|^[万亿千百]$') then null
            when value_number is null and regexp_matches(value_raw, '[0-9一二三四五六七八九十百千万]\s*(元|万元|亿元)') then null
            when is_quantified and value_number is null then null
            when value_number is not null and unit_kind is null then null
            when unit_kind = 'percent' and regexp_matches(name, '成本|预算|节约|控制|超支|费用率|降低') and not of_spending then null
            when value_number is null and regexp_matches(value_raw, '预算|标准|规定|合同|协议|文件') then 'notice'
            else 'warning'
        end as severity
    from target
)

select
    disclosure_id, concat_ws(' ', project_no, project_name, level2, level3) as subject, severity, value_raw as stated, '… 元' as expected,
    if(severity = 'notice',
        format('成本指标“{}”的值为“{}”，没有金额，只指向表外的规定、预算或合同。', name, shown),
        format('成本指标“{}”的值为“{}”，{}既不是金额也不是时间。', name, shown, if(of_spending, '说的是预算执行进度，', ''))) as message_zh,
    if(severity = 'notice',
        format('The cost indicator "{}" is "{}": it names no sum and refers to a rule, budget or contract outside the table.', name, shown),
        format('The cost indicator "{}" is "{}", {} neither money nor time.', name, shown,
            if(of_spending, 'how much of a budget is spent:', 'which is'))) as message_en,
    [cell_id] as stated_cells
from judged
