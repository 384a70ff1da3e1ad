-- Do the projects that get the money have indicators that count?
-- Reads project, indicator_quality (one row per indicator, with whether it counts), indicator_type, named_disclosure, fact_cell, department,
-- disclosure. Unit: yuan. Only projects whose form discloses a budget have a sum; the others are counted by why they have none.

-- name: stated
-- How many projects with indicators disclose their budget, and why the others have none (budget_status).
-- parameters: regions, departments, years
-- grain: one row per budget_status (budget_status)
-- columns: budget_status, projects, disclosures, budget_yuan
select
    p.budget_status, count(*)::integer as projects, count(distinct p.disclosure_id)::integer as disclosures,
    sum(p.budget_yuan)::decimal(18, 2) as budget_yuan
from project as p
where p.project_id in (
    select project_id
    from indicator_quality
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year))
group by p.budget_status
order by projects desc, p.budget_status;

-- name: projects
-- Projects that disclose a budget above zero, the largest first, with how many of the nine types they have nominally and effectively;
-- at most so many, and the rest of all chosen in one row more (project_id empty). all_yuan: of all of them. few: projects, and few_yuan
-- their money, with effective indicators in less than half of the nine types.
-- parameters: regions, departments, years, most
-- grain: one row per project, and at most one for the rest (project_id)
-- columns: project_id, disclosure_id, label, project_no, project_name, projects, budget_yuan, budget_share, nominal, effective, indicators, effective_indicators, all_projects, all_yuan, few, few_yuan
with priced as (
    select p.project_id, p.disclosure_id, d.label, p.project_no, p.project_name, p.budget_yuan
    from project as p
    join named_disclosure as d using (disclosure_id)
    where p.budget_yuan > 0 and chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
),

-- Types are counted as bits: nine of them, and very many rows.
counted as (
    select
        q.project_id, bit_count(bit_or(1 << t.position))::integer as nominal,
        bit_count(bit_or(if(q.effective, 1 << t.position, 0)))::integer as effective, count(*)::integer as indicators,
        count(*) filter (where q.effective)::integer as effective_indicators
    from indicator_quality as q
    join indicator_type as t on t.level2 = q.type
    where q.project_id in (select project_id from priced)
    group by q.project_id
),

judged as (select * from priced join counted using (project_id)),

placed as (
    select
        *, row_number() over (order by budget_yuan desc, project_id) as place, count(*) over ()::integer as all_projects,
        sum(budget_yuan) over () as all_yuan, count(if(2 * effective < 9, 1, null)) over ()::integer as few,
        coalesce(sum(if(2 * effective < 9, budget_yuan, null)) over (), 0) as few_yuan
    from judged
),

listed as (
    select project_id, disclosure_id, label, project_no, project_name, 1 as projects, budget_yuan, nominal, effective, indicators,
        effective_indicators, all_projects, all_yuan, few, few_yuan, place
    from placed
    where place <= $most::integer
    union all
    select '', null, null, null, null, count(*), sum(budget_yuan), null, null, null, null, any_value(all_projects), any_value(all_yuan),
        any_value(few), any_value(few_yuan), max(place)
    from placed
    where place > $most::integer
    having count(*) > 0
)

select
    l.project_id, l.disclosure_id, l.label, l.project_no, l.project_name, l.projects::integer as projects,
    l.budget_yuan::decimal(18, 2) as budget_yuan, (l.budget_yuan / l.all_yuan)::double as budget_share, l.nominal, l.effective, l.indicators,
    l.effective_indicators, l.all_projects, l.all_yuan::decimal(18, 2) as all_yuan, l.few, l.few_yuan::decimal(18, 2) as few_yuan
from listed as l
order by l.place;

-- name: cells
-- Where the budgets of projects stand. Facts have tens of millions of cells: walked once for all, not for every selection.
-- parameters: none
-- grain: one row per project that discloses a budget above zero (project_id)
-- columns: project_id, cell_id
select p.project_id, min(f.cell_id) as cell_id
from project as p
join fact_cell as f on f.fact_id = p.project_id and f.field = 'budget_yuan'
where p.budget_yuan > 0
group by p.project_id
order by p.project_id;

-- name: disclosures
-- Disclosures that give at least one project with indicators a budget above zero, at most `most` of `total`.
-- parameters: most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, total
select d.disclosure_id, count(*) over ()::integer as total
from disclosure as d
join department as p using (department_id)
where d.disclosure_id in (
    select disclosure_id from project where budget_yuan > 0 and project_id in (select project_id from indicator_quality))
order by p.region_code, d.department_id, d.fiscal_year, d.disclosure_id
limit $most::integer;
