-- How is the money of a department made up: by function, by economic class, by nature, by source?
-- Reads expense_structure (leaf items of the tables), department_year (headline figures, from prose too), income_source, document_table,
-- disclosure_coverage, current_budget, department, named_department, named_disclosure, function_code, region. Unit: yuan; shares are fractions of
-- 1; cell_ids is one text, parted by spaces. Statements that give items look at a few named disclosures: a store may hold 80,000.

-- name: choices
-- Budgets of the selection to look at, those with the table first, the newest first: the first `most` and that which is asked for (by its
-- identifier, or the label of a link). held: how many there are, having: how many of them with the table.
-- parameters: regions, departments, years, table_code, asked, most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, department_id, fiscal_year, label, has_table, held, having
with held as (
    select
        b.disclosure_id, b.department_id, b.fiscal_year, d.region_code, b.disclosure_id in (
            select disclosure_id from document_table where table_code = $table_code::varchar and status = 'read') as has_table
    from current_budget as b
    join department as d using (department_id)
    where chosen($regions, d.region_code) and chosen($departments, b.department_id) and chosen($years, b.fiscal_year)
),

shown as (
    from (
        select disclosure_id
        from held
        order by has_table desc, fiscal_year desc, region_code, department_id
        limit $most::integer
    )
    union
    -- Labels are put together where one is asked for alone.
    select h.disclosure_id
    from held as h
    join named_department as n using (department_id)
    where $asked::varchar <> '' and $asked::varchar in (
        h.disclosure_id, concat_ws(' ', n.label, h.fiscal_year), concat(n.label, ' ', h.fiscal_year, ' (', h.disclosure_id, ')'))
)

select
    h.disclosure_id, h.department_id, h.fiscal_year, concat_ws(' ', n.label, h.fiscal_year) as label, h.has_table,
    (select count(*) from held)::integer as held, (select count(*) from held where has_table)::integer as having
from shown
join held as h using (disclosure_id)
join named_department as n using (department_id)
order by h.has_table desc, h.fiscal_year desc, h.region_code, h.department_id;

-- name: tables
-- What became of each table that a budget should have; 'unreadable' where it is there and could not be read.
-- parameters: disclosure
-- grain: one row per table (table_code)
-- columns: table_code, status
select
    right(c.section_code, -6) as table_code,
    if(bool_or(t.status = 'refused') and not bool_or(t.status = 'read'), 'unreadable', any_value(c.status)) as status
from disclosure_coverage as c
left join document_table as t on t.disclosure_id = c.disclosure_id and 'table_' || t.table_code = c.section_code
where c.disclosure_id = $disclosure::varchar and c.section_code like 'table#_%' escape '#'
group by c.section_code
order by c.section_code;

-- name: by_function
-- Leaf items of a table by function; share is that of the table's printed total.
-- parameters: disclosure, table_code, measure
-- grain: one row per code (code)
-- columns: disclosure_id, region_name, department_id, department_name, fiscal_year, class_code, class_name, parent_code, parent_name, code, name, amount_yuan, share, cell_ids
select
    disclosure_id, region_name, department_id, department_name, fiscal_year, class_code, any_value(class_name) as class_name,
    coalesce(parent_code, class_code) as parent_code, coalesce(any_value(parent_name), any_value(class_name)) as parent_name, code,
    min(name) as name, sum(amount_yuan)::decimal(18, 2) as amount_yuan, sum(share)::double as share,
    string_agg(cell_id, ' ' order by cell_id) as cell_ids
from expense_structure
where disclosure_id = $disclosure::varchar and classification = 'function' and table_code = $table_code::varchar and measure = $measure::varchar
group by disclosure_id, region_name, department_id, department_name, fiscal_year, class_code, parent_code, code
order by amount_yuan desc, code;

-- name: under
-- The next level of a table by function under a code ('' gives 类, a 类 its 款, a 款 its 项), added up from leaf items; share is that of
-- the table's printed total. An item without further levels stands for itself.
-- parameters: disclosure, table_code, measure, above
-- grain: one row per code (code)
-- columns: disclosure_id, region_name, department_name, fiscal_year, code, name, amount_yuan, share, items, cell_ids
with leaves as (
    select *, left(code, case length($above::varchar) when 0 then 3 else length($above::varchar) + 2 end) as level_code
    from expense_structure
    where disclosure_id = $disclosure::varchar and classification = 'function' and table_code = $table_code::varchar
        and measure = $measure::varchar and starts_with(code, $above::varchar)
)

select
    l.disclosure_id, l.region_name, l.department_name, l.fiscal_year, l.level_code as code,
    coalesce(min(l.name) filter (where l.code = l.level_code), any_value(f.name), l.level_code) as name,
    sum(l.amount_yuan)::decimal(18, 2) as amount_yuan, sum(l.share)::double as share, count(distinct l.code)::integer as items,
    string_agg(l.cell_id, ' ' order by l.code, l.cell_id) as cell_ids
from leaves as l
left join function_code as f on f.code = l.level_code
group by l.disclosure_id, l.region_name, l.department_name, l.fiscal_year, l.level_code
order by amount_yuan desc, l.level_code;

-- name: item
-- One leaf item of a table in each of the table's measures that has a sum for it.
-- parameters: disclosure, table_code, code
-- grain: one row per measure and cell (measure, cell_id)
-- columns: disclosure_id, fiscal_year, code, name, measure, amount_yuan, share, cell_id
select disclosure_id, fiscal_year, code, name, measure, amount_yuan, share::double as share, cell_id
from expense_structure
where disclosure_id = $disclosure::varchar and table_code = $table_code::varchar and code = $code::varchar
order by amount_yuan desc, measure, cell_id;

-- name: by_economic
-- Basic expenditure of the general budget by economic class 款, with its 类; share is that of the table's printed total.
-- parameters: disclosure
-- grain: one row per code (code)
-- columns: disclosure_id, region_name, department_id, department_name, fiscal_year, class_code, class_name, code, name, amount_yuan, share, cell_ids
select
    disclosure_id, region_name, department_id, department_name, fiscal_year, class_code, class_name, code, min(name) as name,
    sum(amount_yuan)::decimal(18, 2) as amount_yuan, sum(share)::double as share, string_agg(cell_id, ' ' order by cell_id) as cell_ids
from expense_structure
where disclosure_id = $disclosure::varchar and classification = 'economic' and table_code = 'general_basic' and measure = 'basic'
group by disclosure_id, region_name, department_id, department_name, fiscal_year, class_code, class_name, code
order by amount_yuan desc, code;

-- name: splits
-- Two ways to take the headline figures apart, from tables and from prose: nature (basic, project of total) and basic
-- (personnel, public of basic). Every part of every department and year is there; a part that was not stated has no
-- amount, and value_status says why: 'not_held' where the store has no budget of that year.
-- parameters: regions, departments, years
-- grain: one row per department, year, split and measure (department_id, fiscal_year, split, measure)
-- columns: department_id, region_name, department_name, fiscal_year, label, split, measure, amount_yuan, whole_yuan, share, value_status, basis, disclosure_id, cell_id
with parts (split, whole, part, other, place) as (
    values ('nature', 'total', 'basic', null, 1), ('nature', 'total', 'project', null, 2),
        ('basic', 'basic', 'personnel', 'public', 1), ('basic', 'basic', 'public', 'personnel', 2)
), chosen_years as (
    select rowid as held, region_code, department_id, fiscal_year, measure, amount_yuan
    from department_year
    where measure in ('total', 'basic', 'project', 'personnel', 'public')
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
), known as (
    -- Cells and the like are long to read: by where the rows lie, those of the selection alone.
    select h.*, y.value_status, y.basis, y.disclosure_id, y.cell_id
    from chosen_years as h
    join department_year as y on y.rowid = h.held
)
select
    w.department_id, p.region_name, p.department_name, w.fiscal_year,
    concat_ws(' ', p.label, w.fiscal_year) as label, s.split, s.part as measure,
    y.amount_yuan,
    -- Personnel and public are printed for the general budget only: where both are known, basic expenditure is their sum.
    coalesce(y.amount_yuan + o.amount_yuan, w.amount_yuan)::decimal(18, 2) as whole_yuan,
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
join known as w on w.measure = s.whole
left join known as y on y.department_id = w.department_id and y.fiscal_year = w.fiscal_year and y.measure = s.part
left join chosen_years as o on o.department_id = w.department_id and o.fiscal_year = w.fiscal_year and o.measure = s.other
join named_department as p on p.department_id = w.department_id
order by w.region_code, w.department_id, w.fiscal_year, s.split, s.place;

-- name: sources
-- Where the income of these budgets comes from: this year's general budget, government fund …, and last year's carry-over; from
-- the summary table, else from prose. A budget that states none of them has one row without amount, and value_status says
-- whether there was none to read or the summary could not be read.
-- parameters: picked
-- grain: one row per disclosure and source (disclosure_id, measure)
-- columns: disclosure_id, region_name, department_id, department_name, fiscal_year, label, measure, amount_yuan, value_status, basis, cell_id
with wanted as (
    select unnest($picked::varchar[]) as disclosure_id
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
from wanted
join current_budget as b using (disclosure_id)
join named_disclosure as d using (disclosure_id)
left join income_source as s using (disclosure_id)
order by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id, s.amount_yuan desc nulls last, s.measure;

-- name: beside
-- Departments and years to hold side by side: which = latest (of each department the last year whose total is stated) or each. Of the
-- `most` largest; held: how many departments there are in all. disclosure_id is null where only the next year's document tells of it (basis derived).
-- parameters: regions, departments, years, which, most
-- grain: one row per department and year (department_id, fiscal_year)
-- columns: department_id, fiscal_year, region_name, department_name, label, department_type, region_level, disclosure_id, amount_yuan, value_status, basis, cell_id, held
with known as (
    select rowid as held, department_id, region_code, fiscal_year, amount_yuan, basis
    from department_year
    where measure = 'total' and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
),

latest as (
    select
        department_id, coalesce(
            max(fiscal_year) filter (where amount_yuan is not null and basis <> 'derived'), max(fiscal_year) filter (where amount_yuan is not null),
            max(fiscal_year) filter (where basis <> 'derived'), max(fiscal_year)
        ) as fiscal_year
    from known
    group by department_id
),

largest as (
    select held, (select count(*) from latest)::integer as departments
    from known
    where $which::varchar = 'each' or (department_id, fiscal_year) in (select department_id, fiscal_year from latest)
    order by amount_yuan desc nulls last, region_code, department_id, fiscal_year
    limit $most::integer
)

select
    l.department_id, l.fiscal_year, p.region_name, p.department_name, concat_ws(' ', p.label, l.fiscal_year) as label, d.department_type,
    r.level as region_level, b.disclosure_id, l.amount_yuan, l.value_status, l.basis, l.cell_id, y.departments as held
from largest as y
-- What is long to read by where the rows shown lie.
join department_year as l on l.rowid = y.held
join named_department as p using (department_id)
join department as d using (department_id)
join region as r on r.region_code = l.region_code
left join current_budget as b on b.department_id = l.department_id and b.fiscal_year = l.fiscal_year
order by l.region_code, l.department_id, l.fiscal_year;

-- name: classes
-- A table of these budgets by 类; the `most` classes that make up most of them stand for themselves, the others together (code
-- 'other', items: how many they are). A budget without the table has one row without amount, and value_status says why.
-- parameters: picked, table_code, measure, most
-- grain: one row per disclosure and code (disclosure_id, code)
-- columns: disclosure_id, region_name, department_id, department_name, fiscal_year, label, code, name, items, amount_yuan, share, value_status, basis, place, cell_ids
with wanted as (
    select unnest($picked::varchar[]) as disclosure_id
),

-- Where the leaf items of these few lie: their cells are long to read.
leaves as (
    select rowid as held
    from expense_structure
    where list_contains($picked::varchar[], disclosure_id) and table_code = $table_code::varchar and measure = $measure::varchar
),

by_class as (
    select
        e.disclosure_id, e.class_code, any_value(e.class_name) as class_name, sum(e.amount_yuan) as yuan,
        sum(e.amount_yuan) / nullif(sum(sum(e.amount_yuan)) over (partition by e.disclosure_id), 0) as share,
        string_agg(e.cell_id, ' ' order by e.cell_id) as cells
    from leaves
    join expense_structure as e on e.rowid = leaves.held
    group by e.disclosure_id, e.class_code
),

ranked as (
    select class_code, row_number() over (order by sum(share) desc, class_code) as place
    from by_class
    group by class_code
),

folded as (
    select
        c.disclosure_id, if(r.place <= $most::integer, c.class_code, 'other') as code, if(r.place <= $most::integer, any_value(c.class_name), null) as name,
        count(*)::integer as items, sum(c.yuan)::decimal(18, 2) as amount_yuan, sum(c.share)::double as share,
        least(r.place, $most::integer + 1)::integer as place, string_agg(c.cells, ' ' order by c.class_code) as cell_ids
    from by_class as c
    join ranked as r using (class_code)
    group by c.disclosure_id, if(r.place <= $most::integer, c.class_code, 'other'), least(r.place, $most::integer + 1), r.place <= $most::integer
)

select
    d.disclosure_id, d.region_name, d.department_id, d.department_name, d.fiscal_year, d.label, coalesce(f.code, 'other') as code, f.name,
    coalesce(f.items, 0) as items, f.amount_yuan, f.share,
    case
        when f.amount_yuan is not null then 'reported'
        when exists (
            select 1 from document_table as x
            where x.disclosure_id = d.disclosure_id and x.table_code = $table_code::varchar and x.status = 'refused'
        ) then 'unreadable'
        else 'not_disclosed' end as value_status,
    'table' as basis, f.place, f.cell_ids
from wanted
join named_disclosure as d using (disclosure_id)
left join folded as f using (disclosure_id)
where list_contains($picked::varchar[], d.disclosure_id)
order by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id, f.place;
