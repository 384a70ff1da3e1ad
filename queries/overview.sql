-- What is in the store, and what can the reader choose from?
-- Reads disclosure, named_disclosure, named_department, disclosure_size, publication, disclosure_coverage, department_year, department, region.
-- Unit: yuan.

-- name: departments
-- Every department that has published something: the choices of the filters.
-- parameters: none
-- grain: one row per department (department_id)
-- columns: region_code, region_name, region_level, department_id, department_name, department_type
select n.region_code, n.region_name, r.level as region_level, n.department_id, n.department_name, d.department_type
from named_department as n
join department as d using (department_id)
join region as r on r.region_code = n.region_code
where n.department_id in (select department_id from disclosure)
order by n.region_code, n.department_id;

-- name: years
-- Every year that has a figure, last year's worked out from a stated change included.
-- parameters: none
-- grain: one row per year (fiscal_year)
-- columns: fiscal_year
select fiscal_year from disclosure
union
select fiscal_year from department_year
order by fiscal_year;

-- name: headline
-- How much the selection holds: projects are those with targets, evaluations the forms of self-evaluation, unread the
-- places with data that could not be read.
-- parameters: regions, departments, years
-- grain: one row
-- columns: disclosures, departments, regions, first_year, last_year, amounts, projects, indicators, evaluations, unread
select
    count(*) as disclosures,
    count(distinct department_id) as departments,
    count(distinct region_code) as regions,
    min(fiscal_year) as first_year,
    max(fiscal_year) as last_year,
    coalesce(sum(amounts), 0)::bigint as amounts,
    coalesce(sum(projects), 0)::bigint as projects,
    coalesce(sum(indicators), 0)::bigint as indicators,
    coalesce(sum(evaluations), 0)::bigint as evaluations,
    coalesce(sum(unread), 0)::bigint as unread
from disclosure_size
where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year);

-- name: published
-- What was published: of the disclosures that are expected to have a section or table, how many have it, and how many have it
-- empty. By region and year, by region or by year (`by`: region_year, region, year), `most` groups from the one after `start`.
-- disclosures: those of the group; groups: how many groups there are; first_id, first_here: one disclosure of the group, and of
-- those expected to have the section.
-- parameters: regions, departments, years, by, start, most
-- grain: one row per group and section (region_code, fiscal_year, section_code)
-- columns: region_code, region_name, fiscal_year, disclosures, first_id, groups, section_code, required, present, empty_with_note, empty, absent, first_here
with held as (
    select
        if($by = 'year', null, region_code) as region_code, if($by = 'region', null, fiscal_year) as fiscal_year,
        count(*)::integer as disclosures, min(disclosure_id) as first_id
    from disclosure_size
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
    group by all
),

shown as (
    select *, count(*) over ()::integer as groups
    from held
    qualify row_number() over (order by region_code, fiscal_year desc) between $start::integer + 1 and $start::integer + $most::integer
),

cells as (
    select region_code, fiscal_year, section_code, required, present, empty_with_note, empty, absent, first_id
    from publication
    where len($departments) = 0
    union all
    select
        region_code, fiscal_year, section_code, 1, (status = 'present')::integer, (status = 'empty_with_note')::integer,
        (status = 'empty')::integer, (status = 'absent')::integer, disclosure_id
    from disclosure_coverage
    where len($departments) > 0 and list_contains($departments, department_id)
),

counted as (
    select
        if($by = 'year', null, region_code) as region_code, if($by = 'region', null, fiscal_year) as fiscal_year, section_code,
        sum(required)::integer as required, sum(present)::integer as present, sum(empty_with_note)::integer as empty_with_note,
        sum(empty)::integer as empty, sum(absent)::integer as absent, min(first_id) as first_here
    from cells
    where chosen($regions, region_code) and chosen($years, fiscal_year)
    group by all
)

select
    s.region_code, r.region_name, s.fiscal_year, s.disclosures, s.first_id, s.groups, c.section_code, c.required, c.present,
    c.empty_with_note, c.empty, c.absent, c.first_here
from shown as s
join counted as c
    on c.region_code is not distinct from s.region_code and c.fiscal_year is not distinct from s.fiscal_year
left join region as r on r.region_code = s.region_code
order by s.region_code, s.fiscal_year desc, c.section_code;

-- name: newest
-- The disclosures of the latest year, `most` of them, with how much was read from each.
-- parameters: regions, departments, years, most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, region_code, region_name, department_name, fiscal_year, kind, amounts, projects, evaluations, unread
with latest as (
    select *
    from disclosure_size
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
    order by fiscal_year desc, region_code, disclosure_id
    limit $most
)

select
    d.disclosure_id, d.region_code, d.region_name, d.department_name, d.fiscal_year, d.kind, n.amounts, n.projects, n.evaluations, n.unread
from latest as n
join named_disclosure as d using (disclosure_id)
order by d.fiscal_year desc, d.region_code, d.disclosure_id;

-- name: totals
-- Total expenditure of the `most` departments that spend most, each in its latest year that states one, parted into basic and
-- project. Of all departments with a total: how many they are, and the lowest and highest share of projects.
-- parameters: regions, departments, years, most
-- grain: one row per department and part (department_id, measure)
-- columns: department_id, region_name, department_name, label, fiscal_year, measure, amount_yuan, total_yuan, value_status, basis, disclosure_id, cell_id, total_cell_id, stating, lowest_share, highest_share
with stated as (
    select rowid as held, department_id, fiscal_year, amount_yuan
    from department_year
    where measure = 'total'
        and amount_yuan is not null
        and basis <> 'derived'
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
),

whole as (
    select
        department_id, max(fiscal_year) as fiscal_year, arg_max(amount_yuan, fiscal_year) as amount_yuan, arg_max(held, fiscal_year) as held
    from stated
    group by department_id
),

parted as (
    select w.department_id, w.amount_yuan as total_yuan, project.amount_yuan as project_yuan
    from whole as w
    left join department_year as project
        on project.measure = 'project' and project.department_id = w.department_id and project.fiscal_year = w.fiscal_year
),

overall as (
    select
        count(*)::integer as stating,
        min(project_yuan / total_yuan) filter (where total_yuan > 0) as lowest_share,
        max(project_yuan / total_yuan) filter (where total_yuan > 0) as highest_share
    from parted
),

largest as (
    select * from whole order by amount_yuan desc, department_id limit $most
),

-- Cells are long to read: by where the rows lie, those of these few alone.
parts as (
    select y.rowid as held, y.department_id, y.measure
    from department_year as y
    join largest as w on w.department_id = y.department_id and w.fiscal_year = y.fiscal_year
    where y.measure in ('basic', 'project')
)

select
    w.department_id, p.region_name, p.department_name, concat_ws(' ', p.label, w.fiscal_year) as label,
    w.fiscal_year, part.measure, y.amount_yuan, w.amount_yuan as total_yuan,
    coalesce(y.value_status, 'not_disclosed') as value_status, coalesce(y.basis, t.basis) as basis,
    t.disclosure_id, y.cell_id, t.cell_id as total_cell_id, o.stating, o.lowest_share, o.highest_share
from largest as w
join department_year as t on t.rowid = w.held
cross join overall as o
cross join (values ('basic', 1), ('project', 2)) as part (measure, place)
left join parts as h on h.department_id = w.department_id and h.measure = part.measure
left join department_year as y on y.rowid = h.held
join named_department as p on p.department_id = w.department_id
order by w.amount_yuan desc, w.department_id, part.place;
