-- Which projects have indicators of which type, and how many of these are worth having?
-- Reads indicator_summary (one row per disclosure and expected type), indicator_quality (one row per indicator, with how strict its
-- target is), indicator_type, indicator, project, finding, named_disclosure, department. Shares are fractions of 1.
-- Nominal: a project has an indicator of the type. Effective: it has one that can be tested (a number, a date, or a state), that can
-- be missed, and that repeats no other row. Doubtful: effective, but only by rows that a person has to judge.

-- name: overall
-- The whole selection in one row; places: projects × nine types. outside: indicators of none of the nine types, mostly because the
-- print has lost or shifted their cells.
-- parameters: regions, departments, years
-- grain: one row, none where no disclosure has indicators
-- columns: disclosures, projects, places, nominal, effective, doubtful, nominal_share, effective_share, indicators, quantified, quantified_share, copied, secret, outside
with counted as (
    select
        count(distinct disclosure_id)::integer as disclosures, sum(projects) filter (where position = 1)::integer as projects,
        sum(projects)::integer as places, sum(nominal)::integer as nominal, sum(effective)::integer as effective,
        sum(doubtful)::integer as doubtful, sum(indicators)::integer as indicators, sum(quantified)::integer as quantified,
        sum(copied)::integer as copied, sum(secret)::integer as secret
    from indicator_summary
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
),

others as (
    select count(*)::integer as outside
    from indicator_quality as q
    where not exists (select 1 from indicator_type as t where t.level2 = q.type)
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
)

select
    disclosures, projects, places, nominal, effective, doubtful, (nominal / places)::double as nominal_share,
    (effective / places)::double as effective_share, indicators, quantified, (quantified / nullif(indicators, 0))::double as quantified_share,
    copied, secret, outside
from counted, others
where disclosures > 0;

-- name: by_type
-- Share of projects that have an indicator of each type; of some disclosures only, or of all that are chosen.
-- parameters: regions, departments, years, disclosures
-- grain: one row per type (level2)
-- columns: level1, level2, projects, nominal, effective, doubtful, nominal_share, effective_share, indicators, quantified, quantified_share, copied, secret
select
    level1, level2, sum(projects)::integer as projects, sum(nominal)::integer as nominal, sum(effective)::integer as effective,
    sum(doubtful)::integer as doubtful, (sum(nominal) / sum(projects))::double as nominal_share,
    (sum(effective) / sum(projects))::double as effective_share, sum(indicators)::integer as indicators, sum(quantified)::integer as quantified,
    (sum(quantified) / nullif(sum(indicators), 0))::double as quantified_share, sum(copied)::integer as copied, sum(secret)::integer as secret
from indicator_summary
where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
    and chosen($disclosures, disclosure_id)
group by level1, level2, position
order by position;

-- name: by_group
-- The same by region, year, both, type of department, or disclosure (by = region, year, region_year, department_type, disclosure):
-- those with the least share (nominal, effective or quantified) first, years in their order; at most so many of all_groups. level2
-- 全部: all types together.
-- parameters: regions, departments, years, by, share, most
-- grain: one row per group and type, and one per group for all types together (group_key, level2)
-- columns: group_key, label, all_groups, disclosures, level2, projects, nominal, effective, doubtful, nominal_share, effective_share, indicators, quantified, quantified_share
with keyed as (
    select
        s.*,
        case $by::varchar
            when 'region' then s.region_code
            when 'year' then s.fiscal_year::varchar
            when 'region_year' then s.region_code || ' ' || s.fiscal_year
            when 'department_type' then d.department_type
            else s.disclosure_id
        end as group_key
    from indicator_summary as s
    join department as d using (department_id)
    where chosen($regions, s.region_code) and chosen($departments, s.department_id) and chosen($years, s.fiscal_year)
),

summed as (
    select
        group_key, coalesce(level2, '全部') as level2, min(disclosure_id) as one_id, count(distinct disclosure_id)::integer as disclosures,
        sum(projects)::integer as places, sum(nominal)::integer as nominal,
        sum(effective)::integer as effective, sum(doubtful)::integer as doubtful, (sum(nominal) / sum(projects))::double as nominal_share,
        (sum(effective) / sum(projects))::double as effective_share, sum(indicators)::integer as indicators,
        sum(quantified)::integer as quantified, (sum(quantified) / nullif(sum(indicators), 0))::double as quantified_share,
        (sum(projects) filter (where position = 1))::integer as first_projects
    from keyed
    group by grouping sets ((group_key, level2), (group_key))
),

placed as (
    select
        group_key, one_id, disclosures, first_projects as projects,
        row_number() over (
            order by if($by::varchar = 'year', group_key, ''),
                case $share::varchar when 'nominal' then nominal_share when 'quantified' then quantified_share else effective_share end nulls last,
                group_key
        ) as place,
        count(*) over ()::integer as all_groups
    from summed
    where level2 = '全部'
)

select
    s.group_key,
    case $by::varchar
        when 'region' then d.region_name
        when 'region_year' then d.region_name || ' ' || d.fiscal_year
        when 'disclosure' then d.label
        else s.group_key
    end as label,
    p.all_groups, p.disclosures, s.level2, p.projects, s.nominal, s.effective, s.doubtful, s.nominal_share, s.effective_share, s.indicators,
    s.quantified, s.quantified_share
from summed as s
join placed as p using (group_key)
join named_disclosure as d on d.disclosure_id = p.one_id
left join indicator_type as t on t.level2 = s.level2
where p.place <= $most::integer
order by p.place, coalesce(t.position, 0);

-- name: choices
-- Disclosures with indicators that a reader may look into: those that are effectively covered least first, at most so many. listed:
-- how many there are.
-- parameters: regions, departments, years, most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, label, projects, effective_share, listed
with counted as (
    select
        disclosure_id, max(projects)::integer as projects, (sum(effective) / sum(projects))::double as effective_share,
        count(*) over ()::integer as listed
    from indicator_summary
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
    group by disclosure_id
    order by effective_share, disclosure_id
    limit $most::integer
)

select c.disclosure_id, d.label, c.projects, c.effective_share, c.listed
from counted as c
join named_disclosure as d using (disclosure_id)
order by c.effective_share, c.disclosure_id;

-- name: matrix
-- Every project of a disclosure against every expected type, zeros included; the numbers from measured on add up to indicators.
-- parameters: disclosure
-- grain: one row per project and type (project_id, level2)
-- columns: project_id, project_no, project_name, level1, level2, indicators, quantified, effective, copied, measured, state_only, unclear, cannot_fail, vague, no_value, secret, damaged
with counted as (
    select
        project_id, type, count(*)::integer as indicators, count(*) filter (where is_quantified)::integer as quantified,
        count(*) filter (where effective)::integer as effective, count(copy_id)::integer as copied,
        count(*) filter (where strictness = 'measured')::integer as measured,
        count(*) filter (where strictness = 'state_only')::integer as state_only,
        count(*) filter (where strictness = 'unclear')::integer as unclear,
        count(*) filter (where strictness = 'cannot_fail')::integer as cannot_fail,
        count(*) filter (where strictness = 'vague')::integer as vague, count(*) filter (where strictness = 'no_value')::integer as no_value,
        count(*) filter (where strictness = 'secret')::integer as secret, count(*) filter (where strictness = 'damaged')::integer as damaged
    from indicator_quality
    where disclosure_id = $disclosure::varchar
    group by project_id, type
)

select
    p.project_id, p.project_no, p.project_name, t.level1, t.level2,
    coalesce(columns(c.* exclude (project_id, type)), 0)
from project as p
cross join indicator_type as t
left join counted as c on c.project_id = p.project_id and c.type = t.level2
where p.disclosure_id = $disclosure::varchar and p.project_id in (select project_id from counted)
order by p.project_no, p.project_id, t.position;

-- name: cells
-- Where the indicators of these disclosures stand: the cells of their values, parted by spaces.
-- parameters: disclosures
-- grain: one row per disclosure and type that has indicators (disclosure_id, level2)
-- columns: disclosure_id, level2, cell_ids
select disclosure_id, type as level2, string_agg(cell_id, ' ' order by project_no, row_no, indicator_id) as cell_ids
from indicator_quality
where chosen($disclosures, disclosure_id) and type in (select level2 from indicator_type)
group by disclosure_id, type
order by disclosure_id, type;

-- name: rows
-- The indicators of one project, as printed and as judged; level2 empty: all types, also none of the nine. reason_zh and reason_en:
-- what the checks say of the row (empty where they say nothing); own_rule: what is told by no check.
-- parameters: project_id, level2
-- grain: one row per indicator (indicator_id)
-- columns: indicator_id, project_id, row_no, level1, level2, level3, description, value_raw, operator, value_number, value_text, unit, is_quantified, basis_text, value_status, row_status, strictness, effective, copied, own_rule, reason_zh, reason_en, cell_id
select
    i.indicator_id, i.project_id, i.row_no, i.level1, i.level2, i.level3, i.description, i.value_raw, i.operator, i.value_number,
    i.value_text, i.unit, i.is_quantified, i.basis_text, i.value_status, i.row_status, q.strictness, q.effective,
    q.copy_id is not null as copied, q.own_rule, concat_ws('', f.message_zh, c.message_zh) as reason_zh,
    concat_ws(' ', f.message_en, c.message_en) as reason_en, q.cell_id
from indicator_quality as q
join indicator as i using (indicator_id)
left join finding as f on f.finding_id = q.finding_id and f.disclosure_id = q.disclosure_id
left join finding as c on c.finding_id = q.copy_id and c.disclosure_id = q.disclosure_id
where q.project_id = $project_id::varchar and ($level2::varchar = '' or q.type = $level2::varchar)
order by q.row_no, q.indicator_id;
