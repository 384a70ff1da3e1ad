-- How is the money of a department made up: by function, by economic class, by nature, by source?
-- Reads expense_structure (leaf items of the tables), department_year (headline figures, from prose too), amount,
-- current_budget, document_table, named_department, named_disclosure. Unit: yuan; shares are fractions of 1; cell_ids is one
-- text, parted by spaces.

-- name: by_function
-- Leaf items of a table by function, added up to level 1 (类), 2 (款) or 3 (项); share is that of the table's total.
-- parameters: regions, departments, years, table_code, measure, level
-- grain: one row per disclosure and code of the level (disclosure_id, code)
-- columns: disclosure_id, region_name, department_id, department_name, fiscal_year, label, class_code, class_name, parent_code, parent_name, code, name, amount_yuan, share, items, cell_ids
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
    where classification = 'function'
        and table_code = $table_code::varchar
        and measure = $measure::varchar
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
)
select
    d.disclosure_id, d.region_name, d.department_id, d.department_name, d.fiscal_year, d.label,
    i.class_code, i.class_name,
    case when $level::integer = 3 then i.parent_code else i.class_code end as parent_code,
    case when $level::integer = 3 then i.parent_name else i.class_name end as parent_name,
    i.level_code as code, any_value(i.level_name) as name,
    sum(i.amount_yuan)::decimal(18, 2) as amount_yuan,
    sum(i.share)::double as share,
    count(*)::integer as items,
    string_agg(i.cell_id, ' ' order by i.code) as cell_ids
from leaves as i
join named_disclosure as d using (disclosure_id)
group by all
order by any_value(d.region_code), d.department_id, d.fiscal_year, d.disclosure_id, amount_yuan desc, i.level_code;

-- name: by_economic
-- Basic expenditure of the general budget by economic class: level 1 (类) or 2 (款); personnel and public apart.
-- parameters: regions, departments, years, level
-- grain: one row per disclosure, measure and code of the level (disclosure_id, measure, code)
-- columns: disclosure_id, region_name, department_id, department_name, fiscal_year, label, measure, class_code, class_name, code, name, amount_yuan, share, items, cell_ids
select
    d.disclosure_id, d.region_name, d.department_id, d.department_name, d.fiscal_year, d.label, i.measure,
    i.class_code, i.class_name,
    case $level::integer when 1 then i.class_code else i.code end as code,
    any_value(case $level::integer when 1 then i.class_name else i.name end) as name,
    sum(i.amount_yuan)::decimal(18, 2) as amount_yuan,
    sum(i.share)::double as share,
    count(*)::integer as items,
    string_agg(i.cell_id, ' ' order by i.code) as cell_ids
from expense_structure as i
join named_disclosure as d using (disclosure_id)
where i.classification = 'economic'
    and i.table_code = 'general_basic'
    and chosen($regions, i.region_code) and chosen($departments, i.department_id) and chosen($years, i.fiscal_year)
group by all
order by any_value(d.region_code), d.department_id, d.fiscal_year, d.disclosure_id, i.measure, amount_yuan desc, code;

-- name: splits
-- Two ways to take the headline figures apart, from tables and from prose: nature (basic, project of total) and basic
-- (personnel, public of basic). Every part of every department and year is there; a part that was not stated has no
-- amount, and value_status says why: 'not_held' where the store has no budget of that year.
-- parameters: regions, departments, years
-- grain: one row per department, year, split and measure (department_id, fiscal_year, split, measure)
-- columns: department_id, region_name, department_name, fiscal_year, label, split, measure, amount_yuan, whole_yuan, share, value_status, basis, disclosure_id, cell_id
with parts (split, whole, part, place) as (
    values ('nature', 'total', 'basic', 1), ('nature', 'total', 'project', 2),
        ('basic', 'basic', 'personnel', 1), ('basic', 'basic', 'public', 2)
), wholes as (
    select y.department_id, y.region_code, y.fiscal_year, y.measure, y.amount_yuan, y.basis, y.disclosure_id
    from department_year as y
    where chosen($regions, y.region_code) and chosen($departments, y.department_id) and chosen($years, y.fiscal_year)
)
select
    w.department_id, p.region_name, p.department_name, w.fiscal_year,
    concat_ws(' ', p.label, w.fiscal_year) as label, s.split, s.part as measure,
    y.amount_yuan,
    -- Personnel and public are printed for the general budget only: where both are known, basic expenditure is their sum.
    case
        when s.split = 'basic' and count(y.amount_yuan) over parts_of = 2 then sum(y.amount_yuan) over parts_of
        else w.amount_yuan
    end::decimal(18, 2) as whole_yuan,
    (y.amount_yuan / nullif(whole_yuan, 0))::double as share,
    coalesce(
        y.value_status,
        case
            when exists (
                select 1 from current_budget as d
                where d.department_id = w.department_id and d.fiscal_year = w.fiscal_year
            ) then 'not_disclosed'
            else 'not_held'
        end
    ) as value_status,
    coalesce(y.basis, w.basis) as basis,
    coalesce(y.disclosure_id, w.disclosure_id) as disclosure_id, y.cell_id
from parts as s
join wholes as w on w.measure = s.whole
left join department_year as y
    on y.department_id = w.department_id and y.fiscal_year = w.fiscal_year and y.measure = s.part
join named_department as p on p.department_id = w.department_id
window parts_of as (partition by w.department_id, w.fiscal_year, s.split)
order by w.region_code, w.department_id, w.fiscal_year, s.split, s.place;

-- name: sources
-- Where a budget's income comes from: this year's general budget, government fund …, and last year's carry-over; from
-- the summary table, else from prose. A budget that states none of them has one row without amount, and value_status says
-- whether there was none to read or the summary could not be read.
-- parameters: regions, departments, years
-- grain: one row per disclosure and source (disclosure_id, measure)
-- columns: disclosure_id, region_name, department_id, department_name, fiscal_year, label, measure, amount_yuan, value_status, basis, cell_id
with stated as (
    select a.disclosure_id, a.measure, a.amount_yuan, a.value_status, a.basis, a.cell_id
    from amount as a
    join current_budget as d using (disclosure_id)
    where a.side = 'income'
        and (a.table_code = 'statement' or (a.table_code = 'summary' and a.row_role = 'leaf'))
        and a.measure in ('general_budget', 'government_fund', 'state_capital', 'special_account', 'business', 'operation',
            'superior_grant', 'affiliate_payment', 'unit_funds', 'other', 'carryover')
        and a.fiscal_year = d.fiscal_year
        and a.value_status <> 'blank'
    qualify row_number() over (
        partition by a.disclosure_id, a.measure order by a.amount_yuan is null, a.table_code = 'statement', a.amount_id) = 1
)
select
    d.disclosure_id, d.region_name, d.department_id, d.department_name, d.fiscal_year, d.label,
    coalesce(s.measure, 'general_budget') as measure, s.amount_yuan,
    coalesce(
        s.value_status,
        case
            when exists (
                select 1 from document_table as x
                where x.disclosure_id = d.disclosure_id and x.table_code = 'summary' and x.status = 'refused'
            ) then 'unreadable'
            else 'not_disclosed'
        end
    ) as value_status,
    coalesce(s.basis, 'table') as basis, s.cell_id
from current_budget
join named_disclosure as d using (disclosure_id)
left join stated as s using (disclosure_id)
where chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
order by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id, s.amount_yuan desc nulls last, s.measure;
