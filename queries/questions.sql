-- What do readers ask first that no figure of the pages answers for a whole selection?
-- Reads expense_structure. Unit: yuan; shares are fractions of 1.

-- name: items
-- Expenditure by functional item of the expenditure table: leaf items added up to level 1 (类), 2 (款) or 3 (项), for each budget of a
-- selection; share is that of the table's printed total.
-- parameters: regions, departments, years, level
-- grain: one row per disclosure and code (disclosure_id, code)
-- columns: disclosure_id, region_name, department_name, fiscal_year, code, name, amount_yuan, share
with leaves as (
    select
        *,
        case $level::integer when 1 then class_code when 2 then left(code, 5) else code end as level_code,
        case
            when $level::integer = 1 then class_name
            when $level::integer = 2 and length(code) > 5 then parent_name
            else name
        end as level_name
    from expense_structure
    where table_code = 'expenditure' and measure = 'total'
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
)
select
    disclosure_id, region_name, department_name, fiscal_year, level_code as code, any_value(level_name) as name,
    sum(amount_yuan)::decimal(18, 2) as amount_yuan, sum(share)::double as share
from leaves
group by disclosure_id, region_code, region_name, department_id, department_name, fiscal_year, level_code
order by region_code, department_id, fiscal_year, disclosure_id, amount_yuan desc, code;
