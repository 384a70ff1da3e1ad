-- check: deadline_stale_year
-- title: 完成期限早于预算年度 | A deadline of a past year
-- severity: warning
-- family: indicators
-- rests on: consistency
-- method: 指标值写明年份的期限（“2022年12月底前”“2022年底完成”），年份不应早于预算年度 | Where a target is a deadline that names its year,
--     that year is not before the budget's
with target as (
    select
        i.*, d.fiscal_year,
        -- '2022年10月底前', '2022-10-31', '2022.10.31', '2022/10'; not '≤2022.68万元'
        regexp_extract_all(
            regexp_replace(i.value_raw, '\s', '', 'g'), '(20[0-9]{2})(?:年|[-/][0-9]|[.][0-9]{1,2}(?:[.年月日前]|$))', 1
        )::integer[] as years
    from printed_indicator as i
    join disclosure as d using (disclosure_id)
)

select
    disclosure_id, concat_ws(' ', project_no, project_name, level2, level3) as subject,
    if(list_max(years) < fiscal_year, 'warning', null) as severity, value_raw as stated, fiscal_year || ' 年' as expected,
    format('“{}”的期限是“{}”，早于预算年度 {} 年。', name, value_raw, fiscal_year) as message_zh,
    format('The deadline of "{}" is "{}", before the budget year {}.', name, value_raw, fiscal_year) as message_en,
    [cell_id] as stated_cells
from target
where len(years) > 0
