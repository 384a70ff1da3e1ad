-- Why is one year's sum, or one department's, larger than another's? What is new, ended, grew, shrank or moved to another code.
-- Reads amount, disclosure, document_table, current_budget, department_year, expense_structure, named_department, department, region,
-- function_code, economic_code, income_source. Unit: yuan; cells is one text, parted by spaces. The parts add up to the difference to the last 分.

-- name: departments
-- The departments of a selection of which some year's total is known, the first `most` of them and the one that is asked for (by its
-- identifier or name); held: how many there are.
-- parameters: regions, departments, years, asked, most
-- grain: one row per department (department_id)
-- columns: department_id, region_name, department_name, label, held
with known as (
    select distinct department_id
    from department_year
    where measure = 'total' and amount_yuan is not null
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
)
select p.department_id, p.region_name, p.department_name, p.label, count(*) over ()::integer as held
from known
join named_department as p using (department_id)
qualify row_number() over (order by p.region_code, p.department_id) <= $most::integer
    or $asked::varchar in (p.department_id, p.department_name, p.region_name || ' ' || p.department_name)
    or ends_with($asked::varchar, '(' || p.department_id || ')')
order by p.region_code, p.department_id;

-- name: years
-- The years of which a department's total is known; derived: only from the change that the next year states.
-- parameters: department
-- grain: one row per year (fiscal_year)
-- columns: fiscal_year, basis
select fiscal_year, basis
from department_year
where department_id = $department::varchar and measure = 'total' and amount_yuan is not null
order by fiscal_year desc;

-- name: all_years
-- The years of which any department's total is known, the newest first.
-- parameters: none
-- grain: one row per year (fiscal_year)
-- columns: fiscal_year
select distinct fiscal_year
from department_year
where measure = 'total' and amount_yuan is not null
order by fiscal_year desc;

-- name: side
-- What can be explained of one department and year: each coded table with its measure, and each headline figure (no table_code).
-- A figure that is not known has a value_status that says why; a table that is not there has no row.
-- parameters: department, fiscal_year
-- grain: one row per table and measure (table_code, measure)
-- columns: table_code, measure, amount_yuan, value_status, basis, disclosure_id, department_type, region_level
with tables as (
    select e.table_code, e.measure, null::decimal(18, 2) as amount_yuan, 'reported' as value_status, 'table' as basis, e.disclosure_id
    from expense_structure as e
    where e.department_id = $department::varchar and e.fiscal_year = $fiscal_year::integer and e.table_code <> 'revenue'
    group by e.table_code, e.measure, e.disclosure_id
    union all
    select t.table_code, 'total', null, 'unreadable', 'table', b.disclosure_id
    from current_budget as b
    join document_table as t on t.disclosure_id = b.disclosure_id and t.status = 'refused'
    where b.department_id = $department::varchar and b.fiscal_year = $fiscal_year::integer
        and t.table_code in ('expenditure', 'general_budget', 'government_fund', 'general_basic')
        and not exists (
            select 1 from expense_structure as e
            where e.department_id = b.department_id and e.fiscal_year = b.fiscal_year and e.table_code = t.table_code and e.measure = 'total'
        )
    group by t.table_code, b.disclosure_id
    union all
    select '', measure, amount_yuan, value_status, basis, disclosure_id
    from department_year
    where department_id = $department::varchar and fiscal_year = $fiscal_year::integer and measure in ('total', 'basic', 'project', 'personnel', 'public')
)
select t.*, d.department_type, r.level as region_level
from (
    from tables
    union all
    select 'sources', 'total', null, 'reported', 'table', disclosure_id
    from income_source
    where department_id = $department::varchar and fiscal_year = $fiscal_year::integer and amount_yuan is not null
    group by disclosure_id
    union all
    select 'sources', 'total', null, 'unreadable', 'table', b.disclosure_id
    from current_budget as b
    join document_table as x on x.disclosure_id = b.disclosure_id and x.status = 'refused' and x.table_code = 'summary'
    where b.department_id = $department::varchar and b.fiscal_year = $fiscal_year::integer
        and not exists (select 1 from income_source as s where s.disclosure_id = b.disclosure_id and s.amount_yuan is not null)
    group by b.disclosure_id
) as t
join department as d on d.department_id = $department::varchar
join region as r using (region_code)
order by t.table_code, t.measure;

-- name: items
-- The difference between a table of two budgets, by its items at level 1 (类), 2 (款) or 3 (项). kind: before and after, the two sums;
-- new, ended, grew, shrank, same; moved: the only item of this name that ended and the only one that is new, within one department;
-- open: printed without an amount that is known on one side (its money is in the rest, and it has no change); rest: what the items do
-- not account for. A blank counts as nothing only where the known items of its table add up to the printed total. Where one side has
-- no sum, only the other's row is there. rank: among the parts, by the size of the change.
-- parameters: before, after, table_code, measure, level
-- grain: one row per part (kind, code)
-- columns: kind, code, old_code, name, before_yuan, before_status, after_yuan, after_status, change_yuan, basis, rank, before_cells, after_cells
with every as (
    select
        if(a.disclosure_id = $after::varchar, 'after', 'before') as side, a.item_code as code, a.item_name as name, a.row_role, a.measure,
        a.amount_yuan, a.value_status, a.cell_id
    from amount as a
    where a.disclosure_id in ($before::varchar, $after::varchar) and a.table_code = $table_code::varchar and a.basis = 'table'
    -- Where a document prints a table again for each of its units, the first is the department's. A cell's identifier has the table's number.
    qualify rank() over (partition by a.disclosure_id order by printed_at(a.cell_id)[1]) = 1
),

printed as (
    select * from every where measure = $measure::varchar and row_role in ('leaf', 'total')
),

sums as (
    select
        side, arg_min(amount_yuan, cell_id) filter (where row_role = 'total' and amount_yuan is not null) as total_yuan,
        min(cell_id) filter (where row_role = 'total' and amount_yuan is not null) as total_cell,
        sum(amount_yuan) filter (where row_role = 'leaf') as leaves_yuan,
        count(*) filter (where row_role = 'leaf' and amount_yuan is null) as unknown,
        count(*) filter (where row_role = 'leaf' and amount_yuan is null and value_status <> 'blank') as hidden
    from printed
    group by side
),

wholes as (
    select
        side, coalesce(total_yuan, leaves_yuan)::decimal(18, 2) as whole_yuan, total_cell,
        hidden = 0 and total_yuan is not null and total_yuan is not distinct from leaves_yuan as complete
    from sums
    where total_yuan is not null or (leaves_yuan is not null and unknown = 0)
),

names as (
    select code, name from function_code where $table_code::varchar <> 'general_basic'
    union all
    select code, name from economic_code where $table_code::varchar = 'general_basic'
),

leaves as (
    select
        side, left(code, case $level::integer when 1 then 3 when 2 then 5 else 7 end) as level_code, code, name, amount_yuan, value_status, cell_id,
        amount_yuan is null and not (value_status = 'blank' and complete) as open
    from printed
    join wholes using (side)
    where row_role = 'leaf' and (select count(*) from wholes) = 2
),

grouped as (
    select
        l.side, l.level_code as code, coalesce(any_value(n.name) filter (where l.code <> l.level_code), min(l.name)) as name,
        if(bool_or(l.open), null, sum(l.amount_yuan))::decimal(18, 2) as yuan, bool_or(l.open) as open,
        coalesce(any_value(l.value_status) filter (where l.open), if(count(l.amount_yuan) = 0, 'blank', 'reported')) as status,
        string_agg(l.cell_id, ' ' order by l.code, l.cell_id) as cells
    from leaves as l
    left join names as n on n.code = l.level_code
    group by l.side, l.level_code
),

pairs as (
    select
        coalesce(a.code, b.code) as code, coalesce(a.name, b.name) as name, b.yuan as before_yuan, a.yuan as after_yuan,
        coalesce(b.status, 'not_listed') as before_status, coalesce(a.status, 'not_listed') as after_status,
        coalesce(a.open, false) or coalesce(b.open, false) as open, b.cells as before_cells, a.cells as after_cells
    from (select * from grouped where side = 'before') as b
    full join (select * from grouped where side = 'after') as a using (code)
    where b.yuan is not null or a.yuan is not null or coalesce(a.open, false) or coalesce(b.open, false)
),

kinds as (
    select
        *, case
            when open then 'open'
            when before_yuan is null then 'new'
            when after_yuan is null then 'ended'
            when after_yuan > before_yuan then 'grew'
            when after_yuan < before_yuan then 'shrank'
            else 'same' end as kind
    from pairs
),

-- The same name under another code, once on either side: it moved. Between two departments nothing moves.
moves as (
    select n.code, e.code as old_code
    from kinds as n
    join kinds as e on e.name = n.name and e.kind = 'ended' and n.kind = 'new'
    where (select count(distinct department_id) from disclosure where disclosure_id in ($before::varchar, $after::varchar)) = 1
    qualify count(*) over (partition by n.name) = 1
),

parts as (
    select
        k.kind, k.code, null as old_code, k.name, k.before_yuan, k.before_status, k.after_yuan, k.after_status, k.before_cells, k.after_cells
    from kinds as k
    where k.code not in (select code from moves) and k.code not in (select old_code from moves)
    union all
    select 'moved', n.code, e.code, n.name, e.before_yuan, e.before_status, n.after_yuan, n.after_status, e.before_cells, n.after_cells
    from moves as m
    join kinds as n on n.code = m.code
    join kinds as e on e.code = m.old_code
),

rest as (
    select
        (b.whole_yuan - coalesce(sum(p.before_yuan) filter (where p.kind <> 'open'), 0))::decimal(18, 2) as before_yuan,
        (a.whole_yuan - coalesce(sum(p.after_yuan) filter (where p.kind <> 'open'), 0))::decimal(18, 2) as after_yuan,
        coalesce(bool_or(p.kind = 'open'), false) as open, b.total_cell as before_cells, a.total_cell as after_cells
    from wholes as b
    join wholes as a on b.side = 'before' and a.side = 'after'
    left join parts as p on true
    group by b.whole_yuan, a.whole_yuan, b.total_cell, a.total_cell
),

rows as (
    select
        side as kind, '' as code, null as old_code, '' as name, if(side = 'before', whole_yuan, null) as before_yuan,
        if(side = 'before', 'reported', null) as before_status, if(side = 'after', whole_yuan, null) as after_yuan,
        if(side = 'after', 'reported', null) as after_status, null::decimal(18, 2) as change_yuan,
        if(side = 'before', total_cell, null) as before_cells, if(side = 'after', total_cell, null) as after_cells
    from wholes
    union all
    select
        kind, code, old_code, name, before_yuan, before_status, after_yuan, after_status,
        if(kind = 'open', null, coalesce(after_yuan, 0) - coalesce(before_yuan, 0))::decimal(18, 2), before_cells, after_cells
    from parts
    union all
    select
        'rest', '', null, '', before_yuan, 'reported', after_yuan, 'reported', (after_yuan - before_yuan)::decimal(18, 2), before_cells,
        after_cells
    from rest
    where before_yuan <> 0 or after_yuan <> 0 or open
)

select
    kind, code, old_code, name, before_yuan, before_status, after_yuan, after_status, change_yuan, 'table' as basis,
    if(change_yuan is null, null, row_number() over (partition by change_yuan is null order by abs(change_yuan) desc, code))::integer as rank,
    before_cells, after_cells
from rows
order by list_position(['before', 'new', 'grew', 'moved', 'same', 'open', 'rest', 'shrank', 'ended', 'after'], kind), change_yuan desc, code;

-- name: headlines
-- The difference between two headline figures, from tables and from prose, by what they are made up of: nature (basic, project, of total)
-- or basic (personnel, public, of basic). kind, rest and open as in `items`; what is derived says so (basis): a sum, or a part of which
-- either side is derived.
-- parameters: department, fiscal_year, from_department, from_year, split
-- grain: one row per part (kind, code)
-- columns: kind, code, old_code, name, before_yuan, before_status, after_yuan, after_status, change_yuan, basis, rank, before_cells, after_cells
with taken (split, whole, part) as (
    values ('nature', 'total', 'basic'), ('nature', 'total', 'project'), ('basic', 'basic', 'personnel'), ('basic', 'basic', 'public')
),

figures as (
    select 'after' as side, measure, amount_yuan, value_status, basis, cell_id
    from department_year
    where department_id = $department::varchar and fiscal_year = $fiscal_year::integer
    union all
    select 'before', measure, amount_yuan, value_status, basis, cell_id
    from department_year
    where department_id = $from_department::varchar and fiscal_year = $from_year::integer
),

wholes as (
    select f.side, f.amount_yuan as whole_yuan, f.basis, f.cell_id
    from figures as f
    where f.amount_yuan is not null and f.measure = (select any_value(whole) from taken where split = $split::varchar)
),

pairs as (
    select
        t.part as code, b.amount_yuan as before_yuan, a.amount_yuan as after_yuan, coalesce(b.value_status, 'not_held') as before_status,
        coalesce(a.value_status, 'not_held') as after_status, b.amount_yuan is null or a.amount_yuan is null as open,
        if(b.basis = 'derived' or a.basis = 'derived', 'derived', coalesce(a.basis, b.basis)) as basis, b.cell_id as before_cells, a.cell_id as after_cells
    from taken as t
    left join figures as b on b.side = 'before' and b.measure = t.part
    left join figures as a on a.side = 'after' and a.measure = t.part
    where t.split = $split::varchar and (select count(*) from wholes) = 2
),

rest as (
    select
        (b.whole_yuan - coalesce(sum(p.before_yuan) filter (where not p.open), 0))::decimal(18, 2) as before_yuan,
        (a.whole_yuan - coalesce(sum(p.after_yuan) filter (where not p.open), 0))::decimal(18, 2) as after_yuan,
        bool_or(p.open) as open, if(b.basis = 'derived' or a.basis = 'derived', 'derived', a.basis) as basis, b.cell_id as before_cells,
        a.cell_id as after_cells
    from wholes as b
    join wholes as a on b.side = 'before' and a.side = 'after'
    left join pairs as p on true
    group by b.whole_yuan, a.whole_yuan, b.basis, a.basis, b.cell_id, a.cell_id
),

rows as (
    select
        side as kind, '' as code, if(side = 'before', whole_yuan, null) as before_yuan, if(side = 'before', 'reported', null) as before_status,
        if(side = 'after', whole_yuan, null) as after_yuan, if(side = 'after', 'reported', null) as after_status,
        null::decimal(18, 2) as change_yuan, basis, if(side = 'before', cell_id, null) as before_cells, if(side = 'after', cell_id, null) as after_cells
    from wholes
    union all
    select
        case when open then 'open' when after_yuan > before_yuan then 'grew' when after_yuan < before_yuan then 'shrank' else 'same' end, code,
        before_yuan, before_status, after_yuan, after_status, if(open, null, after_yuan - before_yuan)::decimal(18, 2), basis, before_cells, after_cells
    from pairs
    union all
    select 'rest', '', before_yuan, 'reported', after_yuan, 'reported', (after_yuan - before_yuan)::decimal(18, 2), basis, before_cells, after_cells
    from rest
    where before_yuan <> 0 or after_yuan <> 0 or open
)

select
    kind, code, null::varchar as old_code, '' as name, before_yuan, before_status, after_yuan, after_status, change_yuan, basis,
    if(change_yuan is null, null, row_number() over (partition by change_yuan is null order by abs(change_yuan) desc, code))::integer as rank,
    before_cells, after_cells
from rows
order by list_position(['before', 'grew', 'same', 'open', 'rest', 'shrank', 'after'], kind), change_yuan desc, code;

-- name: sources
-- The difference between the income of two budgets, by the sources that they state: this year's revenue of each kind, and last year's
-- carry-over. The sums are the printed totals of income, else the sum of the sources where every one is known. kind, rest and open as
-- in `items`; a source that one side does not list is nothing only where those it lists make up its total.
-- parameters: before, after
-- grain: one row per part (kind, code)
-- columns: kind, code, old_code, name, before_yuan, before_status, after_yuan, after_status, change_yuan, basis, rank, before_cells, after_cells
with stated as (
    select if(disclosure_id = $after::varchar, 'after', 'before') as side, measure, amount_yuan, value_status, basis, cell_id
    from income_source
    where disclosure_id in ($before::varchar, $after::varchar)
),

totals as (
    select
        if(a.disclosure_id = $after::varchar, 'after', 'before') as side, a.amount_yuan as total_yuan, a.basis, a.cell_id
    from amount as a
    join current_budget as d using (disclosure_id)
    where a.disclosure_id in ($before::varchar, $after::varchar) and a.side = 'income' and a.measure = 'total' and a.row_role = 'total'
        and a.item_code is null and a.table_code in ('summary', 'statement') and a.basis <> 'derived' and a.fiscal_year = d.fiscal_year
        and a.amount_yuan is not null
    qualify row_number() over (partition by a.disclosure_id order by a.table_code = 'statement', a.amount_id) = 1
),

wholes as (
    select
        s.side, coalesce(any_value(t.total_yuan), sum(s.amount_yuan))::decimal(18, 2) as whole_yuan,
        coalesce(any_value(t.basis), min(s.basis)) as basis, any_value(t.cell_id) as cell_id,
        count(*) = count(s.amount_yuan) and coalesce(any_value(t.total_yuan), sum(s.amount_yuan)) = sum(s.amount_yuan) as complete
    from stated as s
    left join totals as t using (side)
    group by s.side
    having any_value(t.total_yuan) is not null or count(*) = count(s.amount_yuan)
),

pairs as (
    select
        coalesce(a.measure, b.measure) as code, b.amount_yuan as before_yuan, a.amount_yuan as after_yuan,
        coalesce(b.value_status, 'not_listed') as before_status, coalesce(a.value_status, 'not_listed') as after_status,
        (b.amount_yuan is null and not (b.measure is null and one.complete))
            or (a.amount_yuan is null and not (a.measure is null and other.complete)) as open,
        coalesce(a.basis, b.basis) as basis, b.cell_id as before_cells, a.cell_id as after_cells
    from (select * from stated where side = 'before') as b
    full join (select * from stated where side = 'after') as a on a.measure = b.measure
    join wholes as one on one.side = 'before'
    join wholes as other on other.side = 'after'
    -- what is zero on both sides, or on one and not listed on the other, is no step
    where coalesce(b.amount_yuan, 0) <> 0 or coalesce(a.amount_yuan, 0) <> 0 or (b.measure is not null and b.amount_yuan is null)
        or (a.measure is not null and a.amount_yuan is null)
),

rest as (
    select
        (b.whole_yuan - coalesce(sum(p.before_yuan) filter (where not p.open), 0))::decimal(18, 2) as before_yuan,
        (a.whole_yuan - coalesce(sum(p.after_yuan) filter (where not p.open), 0))::decimal(18, 2) as after_yuan,
        coalesce(bool_or(p.open), false) as open, a.basis, b.cell_id as before_cells, a.cell_id as after_cells
    from wholes as b
    join wholes as a on b.side = 'before' and a.side = 'after'
    left join pairs as p on true
    group by b.whole_yuan, a.whole_yuan, a.basis, b.cell_id, a.cell_id
),

rows as (
    select
        side as kind, '' as code, if(side = 'before', whole_yuan, null) as before_yuan, if(side = 'before', 'reported', null) as before_status,
        if(side = 'after', whole_yuan, null) as after_yuan, if(side = 'after', 'reported', null) as after_status,
        null::decimal(18, 2) as change_yuan, basis, if(side = 'before', cell_id, null) as before_cells, if(side = 'after', cell_id, null) as after_cells
    from wholes
    union all
    select
        case
            when open then 'open' when before_yuan is null then 'new' when after_yuan is null then 'ended' when after_yuan > before_yuan then 'grew'
            when after_yuan < before_yuan then 'shrank' else 'same' end,
        code, before_yuan, before_status, after_yuan, after_status,
        if(open, null, coalesce(after_yuan, 0) - coalesce(before_yuan, 0))::decimal(18, 2), basis, before_cells, after_cells
    from pairs
    union all
    select 'rest', '', before_yuan, 'reported', after_yuan, 'reported', (after_yuan - before_yuan)::decimal(18, 2), basis, before_cells, after_cells
    from rest
    where before_yuan <> 0 or after_yuan <> 0 or open
)

select
    kind, code, null::varchar as old_code, '' as name, before_yuan, before_status, after_yuan, after_status, change_yuan, basis,
    if(change_yuan is null, null, row_number() over (partition by change_yuan is null order by abs(change_yuan) desc, code))::integer as rank,
    before_cells, after_cells
from rows
order by list_position(['before', 'new', 'grew', 'same', 'open', 'rest', 'shrank', 'ended', 'after'], kind), change_yuan desc, code;
