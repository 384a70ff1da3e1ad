-- check: deadline_stale_year
-- title: 完成期限早于预算年度 | A deadline of a past year
-- severity: warning
-- family: indicators
-- rests on: consistency
-- method: 指标值写明年份的期限（“2022年12月底前”“2022年底完成”），年份不应早于预算年度 | Where a target is a deadline that names its year,
--     that year is not before the budget's
-- says: “{1}”的期限是“{stated}”，早于预算年度 {expected}。 | The deadline of "{1}" is "{stated}", before the budget year {2}.
select
    i.disclosure_id, i.subject,
    if(list_max(i.years)::integer < d.fiscal_year, 'warning', null) as severity, i.value_raw as stated, d.fiscal_year || ' 年' as expected,
    [i.name, d.fiscal_year::varchar] as told,
    [i.cell_id] as stated_cells
from (
    select
        *,
        -- '2022年10月底前', '2022-10-31', '2022.10.31', '2022/10'; not '≤2022.68万元'
        regexp_extract_all(
            regexp_replace(value_raw, '\s', '', 'g'), '(20[0-9]{2})(?:年|[-/][0-9]|[.][0-9]{1,2}(?:[.年月日前]|$))', 1
        ) as years
    from printed_indicator
) as i
join disclosure as d using (disclosure_id)
where len(i.years) > 0
