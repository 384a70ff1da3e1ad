-- What do departments spend on the three public funds 三公: by component, by source of money, table against prose?
-- Reads three_public_funds, amount, current_budget, disclosure, named_department, named_disclosure. Unit: yuan.

-- name: components
-- Every component of every department and year: of the years a disclosure is for, and of those known from a stated
-- change (basis derived). `status` says all that is known of it in one word: the value status, 'derived', 'not_held'
-- where the store has no budget of that year, or 'not_expected' where the only document of the year is of a kind that
-- does not carry the three public funds. table_status: what the 三公 table has, where there is one; a number may stand
-- in the text alone.
-- parameters: regions, departments, years
-- grain: one row per department, year and component (department_id, fiscal_year, component)
-- columns: region_code, region_name, department_id, department_name, fiscal_year, label, component, amount_yuan, value_status, basis, status, table_status, disclosure_id, cell_id
with component (component, place) as (
    values ('overseas', 1), ('vehicle_purchase', 2), ('vehicle_operation', 3), ('reception', 4), ('total', 5)
), place_year as (
    select
        department_id, fiscal_year, min(disclosure_id) as disclosure_id,
        case
            when bool_or(kind in ('budget', 'unit_budget')) then 'not_disclosed'
            when bool_or(kind in ('stated change', 'final_accounts')) then 'not_held'
            else 'not_expected'
        end as gap
    from (
        select department_id, fiscal_year, disclosure_id, kind from disclosure
        union all
        select department_id, fiscal_year, disclosure_id, 'stated change' from three_public_funds where basis = 'derived'
    )
    group by department_id, fiscal_year
), printed as (
    select a.disclosure_id, a.item_code as component, any_value(a.value_status order by a.amount_id) as table_status
    from amount as a
    join disclosure as d using (disclosure_id)
    where a.table_code = 'three_public' and a.measure = 'total' and a.basis = 'table' and a.fiscal_year = d.fiscal_year
    group by a.disclosure_id, a.item_code
)
select
    p.region_code, p.region_name, y.department_id, p.department_name, y.fiscal_year,
    concat_ws(' ', p.label, y.fiscal_year) as label, c.component,
    t.amount_yuan, coalesce(t.value_status, y.gap) as value_status, t.basis,
    case when t.basis = 'derived' and t.amount_yuan is not null then 'derived' else coalesce(t.value_status, y.gap) end
        as status,
    a.table_status,
    coalesce(t.disclosure_id, y.disclosure_id) as disclosure_id, t.cell_id
from place_year as y
cross join component as c
join named_department as p using (department_id)
left join three_public_funds as t
    on t.department_id = y.department_id and t.fiscal_year = y.fiscal_year and t.component = c.component
left join printed as a on a.disclosure_id = t.disclosure_id and a.component = c.component and t.basis <> 'derived'
where chosen($regions, p.region_code) and chosen($departments, y.department_id) and chosen($years, y.fiscal_year)
order by p.region_code, y.department_id, y.fiscal_year, c.place;

-- name: by_source
-- The 三公 table by source of money: general budget, government fund, state capital.
-- parameters: regions, departments, years
-- grain: one row per disclosure, component and source (disclosure_id, component, measure)
-- columns: disclosure_id, region_name, department_id, department_name, fiscal_year, label, component, measure, amount_yuan, value_status, basis, cell_id
select
    a.disclosure_id, d.region_name, d.department_id, d.department_name, a.fiscal_year, d.label,
    a.item_code as component, a.measure, a.amount_yuan, a.value_status, a.basis, a.cell_id
from amount as a
join current_budget using (disclosure_id)
join named_disclosure as d using (disclosure_id)
where a.table_code = 'three_public'
    and a.basis = 'table'
    and a.fiscal_year = d.fiscal_year
    and a.measure in ('general_budget', 'government_fund', 'state_capital')
    and a.item_code in ('overseas', 'vehicle_purchase', 'vehicle_operation', 'reception', 'total')
    and chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, a.fiscal_year)
qualify row_number() over (partition by a.disclosure_id, a.item_code, a.measure order by a.amount_id) = 1
order by d.region_code, d.department_id, a.fiscal_year, a.disclosure_id, a.item_code, a.measure;

-- name: table_against_prose
-- The same component in the 三公 table and in the explanation: both, one of them, or neither; difference is table − prose.
-- parameters: regions, departments, years
-- grain: one row per disclosure and component (disclosure_id, component)
-- columns: disclosure_id, region_name, department_id, department_name, fiscal_year, label, component, table_yuan, table_status, prose_yuan, prose_status, difference_yuan, table_cell_id, prose_cell_id
with stated as (
    select
        a.disclosure_id, a.item_code as component, a.basis, a.amount_yuan, a.value_status, a.cell_id
    from amount as a
    join current_budget as d using (disclosure_id)
    where a.table_code = 'three_public'
        and a.measure = 'total'
        and a.basis in ('table', 'prose')
        and a.fiscal_year = d.fiscal_year
        and a.item_code in ('overseas', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception', 'total')
    qualify row_number() over (partition by a.disclosure_id, a.item_code, a.basis order by a.amount_id) = 1
), pairs as (
    select
        coalesce(t.disclosure_id, s.disclosure_id) as disclosure_id, coalesce(t.component, s.component) as component,
        t.amount_yuan as table_yuan, coalesce(t.value_status, 'not_disclosed') as table_status, t.cell_id as table_cell_id,
        s.amount_yuan as prose_yuan, coalesce(s.value_status, 'not_disclosed') as prose_status, s.cell_id as prose_cell_id
    from (select * from stated where basis = 'table') as t
    full join (select * from stated where basis = 'prose') as s
        on s.disclosure_id = t.disclosure_id and s.component = t.component
)
select
    q.disclosure_id, d.region_name, d.department_id, d.department_name, d.fiscal_year, d.label, q.component,
    q.table_yuan, q.table_status, q.prose_yuan, q.prose_status,
    (q.table_yuan - q.prose_yuan)::decimal(18, 2) as difference_yuan, q.table_cell_id, q.prose_cell_id
from pairs as q
join named_disclosure as d using (disclosure_id)
where chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
order by d.region_code, d.department_id, d.fiscal_year, q.disclosure_id,
    list_position(['total', 'overseas', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception'], q.component);
