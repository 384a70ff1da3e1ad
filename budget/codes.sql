-- Fills function_code and economic_code once the facts are in: the classes of the reference lists, and every code
-- that a document prints below (or beside) them. Reads amount; unit: none.
-- A code printed with several names keeps the one printed most often, the first in order where they are even.

insert into function_code
with printed as (
    select item_code as code, item_name as name, count(*) as times
    from amount
    where table_code in ('revenue', 'expenditure', 'general_budget', 'government_fund', 'state_capital')
        and regexp_full_match(item_code, '2[0-9]{2}([0-9]{2}){0,2}')
    group by all
),
named as (
    select code, name, 'reference' as origin from reference_function_class
    union all
    (select distinct on (code) code, name, 'printed' as origin
    from printed
    where code not in (select code from reference_function_class)
    order by code, times desc, name)
)
select code, name, (len(code) - 1) // 2 as level, case when len(code) > 3 then left(code, -2) end as parent_code, origin
from named
order by code;

insert into economic_code
with printed as (
    select item_code as code, item_name as name, count(*) as times
    from amount
    where table_code = 'general_basic' and regexp_full_match(item_code, '3[0-9]{2}([0-9]{2})?')
    group by all
),
named as (
    select code, name, 'reference' as origin from reference_economic_class
    union all
    (select distinct on (code) code, name, 'printed' as origin
    from printed
    where code not in (select code from reference_economic_class)
    order by code, times desc, name)
)
select code, name, (len(code) - 1) // 2 as level, case when len(code) > 3 then left(code, -2) end as parent_code, origin
from named
order by code;
