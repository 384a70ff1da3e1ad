-- What do departments spend on the three public funds 三公: by component, by source of money, with what change and why, table against prose?
-- Reads three_public_known, three_public_item, three_public_change, three_public_pair, vehicle_count, department_year, department,
-- named_department, named_disclosure, change_reason, region. Unit: yuan.

-- name: components
-- What is known of every component, for a page of departments and years: those from `start` (counted from 0), at most `most`, of
-- `places` in the selection. `status` says all that is known of it in one word: the value status, 'derived', 'not_held' where the
-- store has no budget of that year, or 'not_expected' where the only document of the year is of a kind that does not carry the
-- three public funds. table_status: what the 三公 table has, where there is one; a number may stand in the text alone. is_part: a
-- part of the total as it is drawn; vehicles (both vehicle components) only where neither of the two is known.
-- parameters: regions, departments, years, start, most
-- grain: one row per department, year and component (department_id, fiscal_year, component)
-- columns: region_code, region_name, department_id, department_name, fiscal_year, label, component, amount_yuan, value_status, basis, status, table_status, is_part, disclosure_id, cell_id, places
with every as (
    select region_code, department_id, fiscal_year
    from three_public_known
    where component = 'total' and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
),

place as (
    select department_id, fiscal_year, (select count(*) from every) as places
    from every
    order by region_code, department_id, fiscal_year
    limit $most::integer offset $start::integer
)
select
    k.region_code, p.region_name, k.department_id, p.department_name, k.fiscal_year, concat_ws(' ', p.label, k.fiscal_year) as label,
    k.component, k.amount_yuan, k.value_status, k.basis, k.status, k.table_status, k.is_part, k.disclosure_id, k.cell_id, y.places
from three_public_known as k
join place as y using (department_id, fiscal_year)
join named_department as p using (department_id)
order by k.region_code, k.department_id, k.fiscal_year, k.position;

-- name: statuses
-- How many figures of the selection are known, and why the others are not; in_text_alone: the table leaves them blank.
-- parameters: regions, departments, years
-- grain: one row per component and status (component, status)
-- columns: component, status, figures, known, in_text_alone
select
    component, status, count(*) as figures, count(amount_yuan) as known,
    count(*) filter (where table_status = 'blank' and amount_yuan is not null) as in_text_alone
from three_public_known
where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
group by component, status
order by component, status;

-- name: largest
-- The largest totals of the selection, stated ones before derived ones; departments: how many have one of that kind.
-- parameters: regions, departments, years, most
-- grain: one row per department and year (department_id, fiscal_year)
-- columns: department_id, fiscal_year, label, amount_yuan, basis, departments
with known as (
    select department_id, fiscal_year, amount_yuan, basis
    from three_public_known
    where component = 'total' and amount_yuan is not null
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
),

counted as (
    select basis = 'derived' as derived, count(distinct department_id) as departments from known group by basis = 'derived'
),

page as (
    from known
    order by basis = 'derived', amount_yuan desc, fiscal_year desc, department_id
    limit $most::integer
)

select
    k.department_id, k.fiscal_year, concat_ws(' ', p.label, k.fiscal_year) as label, k.amount_yuan, k.basis, n.departments
from page as k
join counted as n on n.derived = (k.basis = 'derived')
join named_department as p using (department_id)
order by k.basis = 'derived', k.amount_yuan desc, k.fiscal_year desc, k.department_id;

-- name: over_years
-- Every component of one department in every year in which there is a figure. Both vehicle components together stand beside them.
-- parameters: department
-- grain: one row per year and component (fiscal_year, component)
-- columns: department_id, region_name, department_name, fiscal_year, label, component, amount_yuan, value_status, basis, status, disclosure_id, cell_id
select
    k.department_id, p.region_name, p.department_name, k.fiscal_year, p.label, k.component, k.amount_yuan, k.value_status, k.basis, k.status,
    k.disclosure_id, k.cell_id
from three_public_known as k
join named_department as p using (department_id)
where k.department_id = $department::varchar and k.amount_yuan is not null
order by k.position, k.fiscal_year;

-- name: by_source
-- The 三公 table by source of money: general budget, government fund, state capital.
-- parameters: disclosures
-- grain: one row per disclosure, component and source (disclosure_id, component, measure)
-- columns: disclosure_id, region_name, department_id, department_name, fiscal_year, label, component, measure, amount_yuan, value_status, basis, cell_id
with held as (
    -- Cells are long to read: by where the rows of these disclosures lie.
    select rowid as place
    from three_public_item
    where basis = 'table' and component <> 'vehicles' and measure in ('general_budget', 'government_fund', 'state_capital')
        and chosen($disclosures, disclosure_id)
)

select
    i.disclosure_id, d.region_name, d.department_id, d.department_name, i.fiscal_year, d.label, i.component, i.measure, i.amount_yuan,
    i.value_status, i.basis, i.cell_id
from held as h
join three_public_item as i on i.rowid = h.place
join named_disclosure as d using (disclosure_id)
where chosen($disclosures, d.disclosure_id)
order by d.region_code, d.department_id, i.fiscal_year, i.disclosure_id, i.component, i.measure;

-- name: changes
-- Changes of one component (all where empty) on the year before, the largest first: those from `start`, at most `most`, of `total`. direction and
-- category: of that kind alone, all where empty. change_share: of the year before; none where that is zero or not known.
-- parameters: regions, departments, years, component, direction, category, start, most
-- grain: one row per department, year and component (department_id, fiscal_year, component)
-- columns: region_code, region_name, department_id, department_name, fiscal_year, label, component, amount_yuan, base_yuan, change_yuan, change_share, basis, direction, before_yuan, contradicts, category, reason, word, disclosure_id, cell_id, change_cell_id, before_cell_id, reason_cell_id, total, changed, contradicted
-- Read twice rather than kept: to count it needs few columns.
with asked as not materialized (
    select rowid as held, region_code, department_id, fiscal_year, component, change_yuan, contradicts
    from three_public_change
    where $component::varchar in ('', component)
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
        and $direction::varchar in ('', direction) and $category::varchar in ('', category)
),

counted as (
    select count(*) as total, count(change_yuan) as changed, count(*) filter (where contradicts) as contradicted from asked
),

page as (
    select held
    from asked
    order by change_yuan is null, abs(change_yuan) desc, region_code, department_id, fiscal_year, component
    limit $most::integer offset $start::integer
)
select
    c.region_code, p.region_name, c.department_id, p.department_name, c.fiscal_year, concat_ws(' ', p.label, c.fiscal_year) as label, c.component,
    c.amount_yuan, c.base_yuan, c.change_yuan, (c.change_yuan / nullif(c.base_yuan, 0))::double as change_share, c.basis, c.direction,
    c.before_yuan, c.contradicts, c.category, c.reason, c.word, c.disclosure_id, c.cell_id, c.change_cell_id, c.before_cell_id,
    c.reason_cell_id, n.total, n.changed, n.contradicted
from page
-- The texts of a page by where its rows lie: texts are long to read.
join three_public_change as c on c.rowid = page.held
join named_department as p using (department_id)
cross join counted as n
order by c.change_yuan is null, abs(c.change_yuan) desc, c.region_code, c.department_id, c.fiscal_year, c.component;

-- name: reasons
-- How often a component (all where empty) rose, fell or stayed, and the kind of reason that the text gives. change_yuan: all these
-- changes together; none where components are mixed, for a total would be counted with its parts.
-- parameters: regions, departments, years, component
-- grain: one row per category and direction (category, direction)
-- columns: category, direction, changes, change_yuan, total
select
    category, direction, count(*) as changes, if($component::varchar = '', null, sum(change_yuan))::decimal(18, 2) as change_yuan, sum(count(*)) over (partition by category)::integer as total
from three_public_change
where $component::varchar in ('', component)
    and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
group by category, direction
order by total desc, category, direction;

-- name: words
-- The words that put a reason into its category, the first of them before others, each with a sentence it was met in.
-- parameters:
-- grain: one row per word (position)
-- columns: position, category, word, sentence, source
select position, category, word, sentence, source from change_reason order by position;

-- name: standing
-- One component of departments: how = absolute; basic (a share of basic expenditure); vehicle (for each vehicle that the table of
-- assets counts at the end of the year before). which = latest (one row per department: its latest year with a figure) or each.
-- Those from `start`, at most `most`, of `total`, the highest first. low and high: what the value may be for being rounded in
-- print. rank: among those with a number, of which there are `ranked`, in the same year when which = each; best and worst: the ranks
-- that rounding leaves open, which they do for `open` of them. gaps: how many should have a number and have none; not_expected: no such document asks for it.
-- parameters: regions, departments, years, component, how, which, start, most
-- grain: one row per department and year (department_id, fiscal_year)
-- columns: department_id, region_code, region_name, department_name, region_level, label, fiscal_year, component, amount_yuan, base_yuan, vehicles, vehicles_status, value, low, high, value_status, basis, disclosure_id, rank, best, worst, ranked, open, gaps, not_expected, derived, total, levels, cell_id, base_cell_id
with based as (
    select
        k.region_code, k.department_id, k.fiscal_year, k.amount_yuan, k.half_yuan, k.status, k.value_status, k.basis, k.disclosure_id, k.cell_id,
        b.amount_yuan as base_yuan, b.basis as base_basis, v.vehicles, coalesce(v.vehicles_status, 'not_disclosed') as vehicles_status,
        case $how::varchar when 'absolute' then 1 when 'basic' then b.amount_yuan else v.vehicles end as base,
        if($how::varchar = 'basic', coalesce(b.half_yuan, 0), 0) as base_half,
        case $how::varchar when 'basic' then b.cell_id when 'vehicle' then v.vehicles_cell_id end as base_cell_id
    from three_public_known as k
    left join department_year as b
        on $how::varchar = 'basic' and b.department_id = k.department_id and b.fiscal_year = k.fiscal_year and b.measure = 'basic'
    left join vehicle_count as v on $how::varchar = 'vehicle' and v.department_id = k.department_id and v.fiscal_year = k.fiscal_year
    where k.component = $component::varchar
        and chosen($regions, k.region_code) and chosen($departments, k.department_id) and chosen($years, k.fiscal_year)
),

-- Of each department the latest year with a value, else with an amount, else of which the store has a budget, else the latest.
latest as (
    select
        department_id, coalesce(
            max(fiscal_year) filter (where amount_yuan / nullif(base, 0) is not null), max(fiscal_year) filter (where amount_yuan is not null),
            max(fiscal_year) filter (where status <> 'not_held'), max(fiscal_year)
        ) as fiscal_year
    from based
    where $which::varchar = 'latest'
    group by department_id
),

valued as (
    select
        *, (amount_yuan / nullif(base, 0))::double as value,
        (greatest(amount_yuan - half_yuan, least(0, amount_yuan)) / nullif(base + base_half, 0))::double as low,
        ((amount_yuan + half_yuan) / nullif(base - base_half, 0))::double as high
    from based
    where $which::varchar = 'each' or (department_id, fiscal_year) in (select department_id, fiscal_year from latest)
),

-- Whoever is surely above: its least is more than my most. Both ends of every value on one line, from the top (see compare.sql).
ends as (
    select department_id, fiscal_year, high as place, true as upper from valued where value is not null
    union all
    select department_id, fiscal_year, low, false from valued where value is not null
),

counted as (
    select
        department_id, fiscal_year, upper, count(if(upper, null, 1)) over above as lower_above,
        count(if(upper, 1, null)) over above as upper_above
    from ends
    window above as (
        partition by if($which::varchar = 'each', fiscal_year, 0) order by place desc, upper desc
        rows between unbounded preceding and current row
    )
),

reach as (
    select
        department_id, fiscal_year, max(lower_above) filter (where upper) + 1 as best, max(upper_above) filter (where not upper) as worst
    from counted
    group by department_id, fiscal_year
),

ranked as (
    select
        v.region_code, v.department_id, v.fiscal_year, v.value, v.status, v.basis, r.best::integer as best, r.worst::integer as worst,
        case when v.value is not null then rank() over (
            partition by v.value is null, if($which::varchar = 'each', v.fiscal_year, 0) order by v.value desc)::integer end as rank,
        count(v.value) over (partition by if($which::varchar = 'each', v.fiscal_year, 0))::integer as ranked
    from valued as v
    left join reach as r on r.department_id = v.department_id and r.fiscal_year = v.fiscal_year
),

tally as (
    select
        count(*) filter (where best < worst) as open, count(*) filter (where value is null and status <> 'not_expected') as gaps,
        count(*) filter (where value is null and status = 'not_expected') as not_expected,
        count(*) filter (where value is not null and basis = 'derived') as derived, count(*) as total
    from ranked
),

level as (
    select string_agg(distinct g.level, ' ' order by g.level) as levels
    from (select distinct region_code from valued where value is not null)
    join region as g using (region_code)
),

page as (
    select department_id, fiscal_year, best, worst, rank, ranked
    from ranked
    order by value is null, value desc, region_code, department_id, fiscal_year desc
    limit $most::integer offset $start::integer
)
select
    r.department_id, r.region_code, p.region_name, p.department_name, g.level as region_level, p.label, r.fiscal_year, $component::varchar as component,
    r.amount_yuan, r.base_yuan, r.vehicles, r.vehicles_status, r.value, r.low, r.high,
    case when r.value is null and r.amount_yuan is not null then 'no_base' else r.value_status end as value_status,
    case when r.base_basis = 'derived' then 'derived' else r.basis end as basis, r.disclosure_id, y.rank, y.best, y.worst, y.ranked, n.open,
    n.gaps, n.not_expected, n.derived, n.total, coalesce(l.levels, '') as levels, r.cell_id, r.base_cell_id
from page as y
join valued as r using (department_id, fiscal_year)
join named_department as p using (department_id)
join region as g on g.region_code = r.region_code
cross join tally as n
cross join level as l
order by r.value is null, r.value desc, r.region_code, r.department_id, r.fiscal_year desc;

-- name: panels_of_departments
-- One component over the years, department by department: those with at least two years of it, from `start`, at most `most`, of `things`.
-- parameters: regions, departments, years, component, start, most
-- grain: one row per department and year (thing, fiscal_year)
-- columns: thing, label, region_name, department_name, fiscal_year, amount_yuan, basis, departments, derived, cells, things
with thing as (
    select region_code, department_id, count(*) over () as things
    from three_public_known
    where component = $component::varchar and amount_yuan is not null
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
    group by region_code, department_id
    having count(*) >= 2
    order by region_code, department_id
    limit $most::integer offset $start::integer
)
select
    k.department_id as thing, p.label, p.region_name, p.department_name, k.fiscal_year, k.amount_yuan, k.basis, 1 as departments,
    (k.basis = 'derived')::integer as derived, [k.cell_id] as cells, t.things
from three_public_known as k
join thing as t using (department_id)
join named_department as p using (department_id)
where k.component = $component::varchar and k.amount_yuan is not null and chosen($years, k.fiscal_year)
order by t.region_code, k.department_id, k.fiscal_year;

-- name: panels_of_regions
-- One component over the years, region by region: what the departments with a figure spend on average, and how many these are;
-- a sum would fall where a department is silent. Regions with at least two years of it, from `start`, at most `most`, of `things`.
-- parameters: regions, departments, years, component, start, most
-- grain: one row per region and year (thing, fiscal_year)
-- columns: thing, label, region_name, fiscal_year, amount_yuan, basis, departments, derived, cells, things
with yearly as (
    select
        region_code, fiscal_year, (sum(amount_yuan) / count(*))::decimal(18, 2) as amount_yuan, count(*) as departments,
        count(*) filter (where basis = 'derived') as derived, list(cell_id order by department_id) as cells
    from three_public_known
    where component = $component::varchar and amount_yuan is not null
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
    group by region_code, fiscal_year
),

thing as (
    select region_code, count(*) over () as things
    from yearly
    group by region_code
    having count(*) >= 2
    order by region_code
    limit $most::integer offset $start::integer
)
select
    y.region_code as thing, r.region_name as label, r.region_name, y.fiscal_year, y.amount_yuan, if(y.derived > 0, 'derived', 'table') as basis,
    y.departments, y.derived, y.cells, t.things
from yearly as y
join thing as t using (region_code)
join region as r using (region_code)
order by y.region_code, y.fiscal_year;

-- name: table_against_prose
-- The same component in the 三公 table and in the explanation: those that differ first; from `start`, at most `most`, of `total`.
-- agreement: equal, rounding (the last printed places explain it), differs, table_only, prose_only, neither, several_tables (which of
-- them the text speaks of cannot be told). difference: table less text, to the last place that either prints.
-- parameters: regions, departments, years, agreement, start, most
-- grain: one row per disclosure and component (disclosure_id, component)
-- columns: disclosure_id, region_name, department_id, department_name, fiscal_year, label, component, measure, table_yuan, table_raw, table_status, prose_yuan, prose_raw, prose_status, difference_yuan, difference, agreement, table_cell_id, prose_cell_id, total
-- Read twice rather than kept: to count it needs few columns.
with asked as not materialized (
    select
        rowid as held, list_position(['differs', 'rounding', 'several_tables', 'prose_only', 'table_only', 'equal', 'neither'], agreement) as kind,
        abs(difference_yuan) as apart, region_code, department_id, fiscal_year, disclosure_id,
        list_position(['total', 'overseas', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception'], component) as part
    from three_public_pair
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
        and table_raw is not null and prose_raw is not null and $agreement::varchar in ('', agreement)
),

page as (
    select *, (select count(*) from asked) as total
    from asked
    order by kind, apart desc nulls last, region_code, department_id, fiscal_year, disclosure_id, part
    limit $most::integer offset $start::integer
)

select
    q.disclosure_id, p.region_name, q.department_id, p.department_name, q.fiscal_year, concat_ws(' ', p.label, q.fiscal_year) as label,
    q.component, q.measure, q.table_yuan, q.table_raw, q.table_status, q.prose_yuan, q.prose_raw, q.prose_status, q.difference_yuan,
    q.difference, q.agreement, q.table_cell_id, q.prose_cell_id, y.total
from page as y
-- The texts of a page by where its rows lie: texts are long to read.
join three_public_pair as q on q.rowid = y.held
join named_department as p on p.department_id = q.department_id
order by y.kind, y.apart desc nulls last, y.region_code, y.department_id, y.fiscal_year, y.disclosure_id, y.part;

-- name: agreements
-- How the figures that both table and text name agree; nought: the table is blank and the text says zero.
-- parameters: regions, departments, years
-- grain: one row per agreement (agreement)
-- columns: agreement, figures, disclosures, nought
select
    agreement, count(*) as figures, count(distinct disclosure_id) as disclosures,
    count(*) filter (where table_status = 'blank' and prose_status = 'zero') as nought
from three_public_pair
where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
    and table_raw is not null and prose_raw is not null
group by agreement
order by agreement;

-- name: disclosures_with_both
-- The disclosures, wherever they are from, with a readable table of the three public funds and a text on them; at most `most` of `total`.
-- parameters: most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, total
select disclosure_id, count(*) over ()::integer as total
from three_public_pair
where table_cell_id is not null and prose_cell_id is not null
group by region_code, department_id, fiscal_year, disclosure_id
order by region_code, department_id, fiscal_year, disclosure_id
limit $most::integer;

-- name: disclosures_with_change
-- The disclosures, wherever they are from, that let a change of the three public funds be known; at most `most` of `total`.
-- parameters: component, most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, total
select disclosure_id, count(*) over ()::integer as total
from three_public_change
where $component::varchar in ('', component) and disclosure_id is not null
group by region_code, department_id, fiscal_year, disclosure_id
order by region_code, department_id, fiscal_year, disclosure_id
limit $most::integer;

-- name: disclosures_with_vehicles
-- The disclosures, wherever they are from, whose table of assets counts vehicles; at most `most` of `total`.
-- parameters: most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, total
select v.disclosure_id, count(*) over ()::integer as total
from vehicle_count as v
join department as p using (department_id)
where v.vehicles > 0
order by p.region_code, v.department_id, v.fiscal_year, v.disclosure_id
limit $most::integer;
