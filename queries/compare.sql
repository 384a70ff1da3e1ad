-- How do departments stand beside each other, and does the difference hold?
-- Reads held_year, department_year, three_public_funds, indicator_coverage, indicator_type, finding, disclosure_verdict, disclosure, department,
-- region, named_department, project, finding_cell, indicator, named_disclosure. Unit: yuan; shares as fractions of 1.

-- name: standing
-- One measure of departments: how = absolute; share (of total expenditure, of all indicators, of all that was tested); or per_basic
-- (for each million yuan of basic expenditure). which = latest (one row per department: its latest year with a figure) or each.
-- Only what was disclosed has a number; value_status says why there is none (no_base: nothing to divide by; not_expected: no such
-- document asks for it). low and high: what the value may be for being rounded in print. rank: among those with a number, of
-- which there are `ranked`, in the same year when which = each; best and worst: the ranks that rounding leaves open. gaps: how many
-- should have a number and have none. Of these rows the first `most`, the highest first, or (cut = department instead of row) all rows of
-- the first `most` departments; those of department `own` always. Of all rows: total, departments, known (with a value), open (rounding
-- leaves the rank open), lacks ('blank 3,zero 1': why the others have none); and of those with a value the first and last year, the kinds
-- of their documents, how many types of departments, and the levels of government.
-- parameters: regions, departments, years, measure, how, which, cut, most, own
-- grain: one row per department and year (department_id, fiscal_year)
-- columns: department_id, region_code, region_name, department_name, department_type, region_level, label, fiscal_year, measure, amount_yuan, number, value, low, high, base, value_status, basis, kinds, disclosure_id, rank, best, worst, ranked, gaps, depth, cell_id, base_cell_id, total, departments, known, open, lacks, first_year, last_year, all_kinds, types, levels
with held as (
    select department_id, fiscal_year, kinds, budgeted
    from held_year
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
),

money as (
    select department_id, fiscal_year, measure, amount_yuan, half_yuan, value_status, basis, disclosure_id, cell_id
    from department_year
    where measure in ($measure::varchar, case $how::varchar when 'share' then 'total' when 'per_basic' then 'basic' else $measure::varchar end)
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
    union all
    select department_id, fiscal_year, component, amount_yuan, half_yuan, value_status, basis, disclosure_id, cell_id
    from three_public_funds
    where component = $measure::varchar and component <> 'total' and chosen($regions, region_code)
        and chosen($departments, department_id) and chosen($years, fiscal_year)
),

-- Of several documents with projects, the one that lists most of them speaks.
listed as (
    select
        d.department_id, d.fiscal_year, d.disclosure_id, count(distinct i.project_id) as projects, sum(i.indicators) as indicators,
        sum(i.quantified) as quantified
    from indicator_coverage as i
    join named_disclosure as d using (disclosure_id)
    where $measure::varchar in ('projects', 'indicators', 'quantified') and chosen($regions, d.region_code)
        and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
    group by d.department_id, d.fiscal_year, d.disclosure_id, d.revision
    qualify row_number() over (partition by d.department_id, d.fiscal_year order by projects desc, d.revision desc, d.disclosure_id) = 1
),

found as (
    select
        d.department_id, d.fiscal_year, min(d.disclosure_id) as disclosure_id, sum(d.errors + d.warnings) as findings, sum(d.tested) as tested
    from disclosure_verdict as d
    where $measure::varchar = 'findings' and chosen($regions, d.region_code) and chosen($departments, d.department_id)
        and chosen($years, d.fiscal_year)
    group by d.department_id, d.fiscal_year
),

stated as (
    select department_id, fiscal_year, amount_yuan as number, half_yuan as half, value_status, basis, disclosure_id, cell_id, null as whole
    from money
    where measure = $measure::varchar
    union all
    select
        department_id, fiscal_year, if($measure::varchar = 'projects', projects, if($measure::varchar = 'indicators', indicators, quantified)),
        0, 'reported', 'table', disclosure_id, null, indicators
    from listed
    union all
    select department_id, fiscal_year, coalesce(findings, 0), 0, 'reported', 'table', disclosure_id, null, tested
    from found
),

based as (
    select
        coalesce(s.department_id, h.department_id) as department_id, coalesce(s.fiscal_year, h.fiscal_year) as fiscal_year, s.number,
        coalesce(s.half, 0) as half, h.kinds,
        -- What is counted is told by the lists of a budget or of targets; sums of money by a budget alone.
        coalesce(s.value_status, case
            when h.budgeted then 'not_disclosed'
            when $measure::varchar in ('projects', 'indicators', 'quantified') and contains(h.kinds, 'performance_targets') then 'not_disclosed'
            else 'not_expected' end) as value_status,
        s.basis, s.disclosure_id, s.cell_id,
        case $how::varchar
            when 'absolute' then 1
            when 'per_basic' then b.amount_yuan / 1000000
            else coalesce(s.whole, w.amount_yuan) end as base,
        case $how::varchar
            when 'absolute' then 0
            when 'per_basic' then coalesce(b.half_yuan, 0) / 1000000
            else if(s.whole is null, coalesce(w.half_yuan, 0), 0) end as base_half,
        case $how::varchar when 'per_basic' then b.cell_id when 'share' then w.cell_id end as base_cell_id,
        $how::varchar <> 'absolute' and if($how::varchar = 'per_basic', b.basis, if(s.whole is null, w.basis, null)) = 'derived' as base_derived
    from stated as s
    full join held as h using (department_id, fiscal_year)
    left join money as b
        on b.department_id = s.department_id and b.fiscal_year = s.fiscal_year and b.measure = 'basic' and $how::varchar = 'per_basic'
    left join money as w
        on w.department_id = s.department_id and w.fiscal_year = s.fiscal_year and w.measure = 'total' and $how::varchar = 'share'
),

-- Of each department the latest year with a value, else with a number, else the latest.
latest as (
    select
        department_id, coalesce(
            max(fiscal_year) filter (where number / nullif(base, 0) is not null), max(fiscal_year) filter (where number is not null), max(fiscal_year)
        ) as fiscal_year
    from based
    where $which::varchar = 'latest'
    group by department_id
),

-- Numbered, so that ranks are found with narrow rows; texts come back for the rows that are listed.
valued as materialized (
    select
        b.*, row_number() over () as nr, d.region_code, if($which::varchar = 'each', b.fiscal_year, 0) as same,
        (b.number / nullif(b.base, 0))::double as value,
        (greatest(b.number - b.half, least(0, b.number)) / nullif(b.base + b.base_half, 0))::double as low,
        ((b.number + b.half) / nullif(b.base - b.base_half, 0))::double as high
    from based as b
    join department as d using (department_id)
    where $which::varchar = 'each' or (b.department_id, b.fiscal_year) in (select department_id, fiscal_year from latest)
),

-- Whoever is surely above: its least is more than my most. Both ends of every value on one line, from the top: how many lower
-- ends stand above an upper end are surely above it; how many upper ends stand above a lower end may be.
ends as (
    select nr, same, high as place, true as upper from valued where value is not null
    union all
    select nr, same, low, false from valued where value is not null
),

counted as (
    select nr, upper, count(if(upper, null, 1)) over above as lower_above, count(if(upper, 1, null)) over above as upper_above
    from ends
    window above as (partition by same order by place desc, upper desc rows between unbounded preceding and current row)
),

open as materialized (
    select nr, max(lower_above) filter (where upper) + 1 as best, max(upper_above) filter (where not upper) as worst
    from counted
    group by nr
),

ranks as (
    select nr, rank() over (partition by same order by value desc)::integer as rank
    from valued
    where value is not null
),

-- Among which each stands: its year, or all.
year as (
    select
        same, count(value)::integer as ranked, count(*) filter (where value is null and value_status <> 'not_expected')::integer as gaps
    from valued
    group by same
),

tally as (
    select
        count(*)::integer as total, count(distinct x.department_id)::integer as departments, count(x.value)::integer as known,
        max(x.value) as highest, min(x.fiscal_year) filter (where x.value is not null) as first_year,
        max(x.fiscal_year) filter (where x.value is not null) as last_year,
        string_agg(distinct x.kinds, ',' order by x.kinds) filter (where x.value is not null) as all_kinds,
        count(distinct d.department_type) filter (where x.value is not null)::integer as types,
        string_agg(distinct r.level, ' ' order by r.level) filter (where x.value is not null) as levels
    from valued as x
    join department as d using (department_id)
    join region as r on r.region_code = x.region_code
),

lacking as (
    select string_agg(status || ' ' || n, ',' order by status) as lacks
    from (
        select if(number is not null, 'no_base', value_status) as status, count(*) as n
        from valued
        where value is null
        group by all
    )
),

-- The highest first, those without a value last.
first as (
    select nr from valued
    where $cut::varchar = 'row'
    order by value is null, value desc, region_code, department_id, fiscal_year desc
    limit $most::integer
),

first_department as (
    select department_id from valued
    where $cut::varchar = 'department'
    group by department_id, region_code
    order by max(value) is null, max(value) desc, region_code, department_id
    limit $most::integer
),

page as (
    from valued
    where department_id = $own::varchar or nr in (from first) or department_id in (from first_department)
)

select
    v.department_id, p.region_code, p.region_name, p.department_name, d.department_type, r.level as region_level, p.label, v.fiscal_year,
    $measure::varchar as measure,
    case when $measure::varchar not in ('projects', 'indicators', 'quantified', 'findings') then v.number::decimal(18, 2) end as amount_yuan,
    v.number::double as number, v.value, v.low, v.high, v.base::double as base,
    case when v.number is not null and v.value is null then 'no_base' else v.value_status end as value_status,
    case when v.base_derived then 'derived' else v.basis end as basis, coalesce(v.kinds, '') as kinds, v.disclosure_id, k.rank,
    o.best::integer as best, o.worst::integer as worst, y.ranked, y.gaps,
    case when v.value is not null then greatest(1, ceil(5 * v.value / nullif(t.highest, 0)))::integer end as depth,
    v.cell_id, v.base_cell_id, t.total, t.departments, t.known, (select count(*) from open where best < worst)::integer as open,
    coalesce(l.lacks, '') as lacks, t.first_year, t.last_year, coalesce(t.all_kinds, '') as all_kinds, t.types, coalesce(t.levels, '') as levels
from page as v
join year as y using (same)
left join ranks as k using (nr)
left join open as o using (nr)
join named_department as p using (department_id)
join department as d using (department_id)
join region as r on r.region_code = p.region_code
cross join tally as t
cross join lacking as l
order by v.value is null, v.value desc, v.region_code, v.department_id, v.fiscal_year desc;

-- name: peers
-- Who a department may be compared with: of every other department, whether it is of the same type, at the same level of government,
-- and of the same size (half to double the total expenditure, of the latest year in which it is stated; nothing where unknown).
-- parameters: department
-- grain: one row per department (department_id)
-- columns: department_id, region_name, department_name, same_type, same_level, same_size, size_yuan
with size as (
    select department_id, arg_max(amount_yuan, fiscal_year) as size_yuan
    from department_year
    where measure = 'total' and amount_yuan is not null and basis <> 'derived'
    group by department_id
),

everyone as (
    select p.department_id, p.region_code, p.region_name, p.department_name, d.department_type, r.level, s.size_yuan
    from named_department as p
    join department as d using (department_id)
    join region as r on r.region_code = p.region_code
    left join size as s using (department_id)
    where p.department_id in (select department_id from disclosure)
)

select
    o.department_id, o.region_name, o.department_name, o.department_type = m.department_type as same_type, o.level = m.level as same_level,
    o.size_yuan between m.size_yuan / 2 and m.size_yuan * 2 as same_size, o.size_yuan
from everyone as o
join everyone as m on m.department_id = $department::varchar
where o.department_id <> m.department_id
order by o.region_code, o.department_id;

-- name: cells
-- The cells behind what is counted in these disclosures: titles of projects with indicators, values of indicators, or where
-- findings (errors and warnings) begin.
-- parameters: disclosures, counted
-- grain: one row per cell (cell_id)
-- columns: cell_id
select p.cell_id
from project as p
where $counted::varchar = 'projects' and chosen($disclosures, p.disclosure_id)
    and p.project_id in (select project_id from indicator_coverage where chosen($disclosures, disclosure_id))
union
select i.cell_id
from indicator as i
join project as p using (project_id)
where chosen($disclosures, p.disclosure_id) and type_of(i.level1, i.level2) in (select level2 from indicator_type)
    and ($counted::varchar = 'indicators' or ($counted::varchar = 'quantified' and i.is_quantified))
union
select x.cell_id
from finding_cell as x
join finding as f using (finding_id)
where $counted::varchar = 'findings' and chosen($disclosures, f.disclosure_id) and f.severity in ('error', 'warning')
    and x.role = 'stated' and x.place = 1
order by 1;
