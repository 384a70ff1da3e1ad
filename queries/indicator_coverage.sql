-- Which projects have indicators of which type, and how many of these are worth having?
-- Reads indicator_summary (one row per disclosure and expected type), indicator_quality (one row per indicator, with how strict its target is),
-- indicator_type, indicator, project, finding, named_disclosure, department, region. Shares are fractions of 1. Nominal: a project has an indicator
-- of the type. Effective: it has one that can be tested (a number, a date, or a state), that can be missed, and that repeats no other row.
-- Doubtful: effective, but only by rows that a person has to judge.

-- name: overall
-- The whole selection in one row; places: projects × nine types. outside: indicators of none of the nine types, mostly because the
-- print has lost or shifted their cells.
-- parameters: regions, departments, years
-- grain: one row, none where no disclosure has indicators
-- columns: disclosures, projects, places, nominal, effective, doubtful, nominal_share, effective_share, indicators, quantified, quantified_share, copied, secret, outside
with counted as (
    select
        count(*) filter (where position = 1)::integer as disclosures, sum(projects) filter (where position = 1)::integer as projects,
        sum(projects)::integer as places, sum(nominal)::integer as nominal, sum(effective)::integer as effective,
        sum(doubtful)::integer as doubtful, sum(indicators)::integer as indicators, sum(quantified)::integer as quantified,
        sum(copied)::integer as copied, sum(secret)::integer as secret
    from indicator_summary
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
),

held as (
    select count(*)::integer as rows_held
    from indicator_quality
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
)

select
    disclosures, projects, places, nominal, effective, doubtful, (nominal / places)::double as nominal_share,
    (effective / places)::double as effective_share, indicators, quantified, (quantified / nullif(indicators, 0))::double as quantified_share,
    copied, secret, rows_held - indicators as outside
from counted, held
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
-- Two plain keys: putting one together for every row would take longer than all the sums. Read twice rather than kept.
with keyed as not materialized (
    select
        s.position, s.level2, s.projects, s.nominal, s.effective, s.doubtful, s.indicators, s.quantified,
        case $by::varchar
            when 'region' then s.region_code when 'region_year' then s.region_code when 'department_type' then d.department_type
            when 'disclosure' then s.disclosure_id else '' end as first_key,
        if($by::varchar in ('year', 'region_year'), s.fiscal_year, 0) as second_key
    from indicator_summary as s
    left join department as d on d.department_id = s.department_id and $by::varchar = 'department_type'
    where chosen($regions, s.region_code) and chosen($departments, s.department_id) and chosen($years, s.fiscal_year)
),

together as (
    select
        first_key, second_key, sum(projects) filter (where position = 1) as projects, sum(projects) as places, sum(nominal) as nominal,
        sum(effective) as effective, sum(doubtful) as doubtful, sum(indicators) as indicators, sum(quantified) as quantified,
        count(*) filter (where position = 1) as disclosures
    from keyed
    group by first_key, second_key
),

placed as (
    select
        *, count(*) over () as all_groups,
        row_number() over (
            order by if($by::varchar = 'year', second_key, 0),
                case $share::varchar
                    when 'nominal' then nominal / places when 'quantified' then quantified / nullif(indicators, 0) else effective / places
                end nulls last,
                first_key, second_key
        ) as place
    from together
    qualify place <= $most::integer
),

shown as (
    select place, first_key, second_key, 0 as position, '全部' as level2, places, nominal, effective, doubtful, indicators, quantified
    from placed
    union all
    select
        p.place, p.first_key, p.second_key, k.position, k.level2, sum(k.projects), sum(k.nominal), sum(k.effective), sum(k.doubtful),
        sum(k.indicators), sum(k.quantified)
    from placed as p
    join keyed as k using (first_key, second_key)
    group by p.place, p.first_key, p.second_key, k.position, k.level2
)

select
    concat_ws(' ', nullif(s.first_key, ''), nullif(s.second_key, 0)) as group_key,
    case $by::varchar
        when 'region' then r.region_name
        when 'region_year' then r.region_name || ' ' || s.second_key
        when 'year' then s.second_key::varchar
        when 'disclosure' then d.label
        else s.first_key
    end as label,
    p.all_groups::integer as all_groups, p.disclosures::integer as disclosures, s.level2, p.projects::integer as projects,
    s.nominal::integer as nominal, s.effective::integer as effective, s.doubtful::integer as doubtful,
    (s.nominal / s.places)::double as nominal_share, (s.effective / s.places)::double as effective_share, s.indicators::integer as indicators,
    s.quantified::integer as quantified, (s.quantified / nullif(s.indicators, 0))::double as quantified_share
from shown as s
join placed as p using (place)
left join region as r on r.region_code = s.first_key
left join named_disclosure as d on d.disclosure_id = s.first_key
order by s.place, s.position;

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
with held as (
    -- Identifiers are long to read: by where the rows of these few lie.
    select rowid as place
    from indicator_quality
    where chosen($disclosures, disclosure_id) and type in (select level2 from indicator_type)
)

select q.disclosure_id, q.type as level2, string_agg(q.cell_id, ' ' order by q.project_no, q.row_no, q.indicator_id) as cell_ids
from held as h
join indicator_quality as q on q.rowid = h.place
group by q.disclosure_id, q.type
order by q.disclosure_id, q.type;

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
join indicator as i on i.indicator_id = q.indicator_id and i.project_id = $project_id::varchar
left join finding as f on f.finding_id = q.finding_id and f.disclosure_id = q.disclosure_id
left join finding as c on c.finding_id = q.copy_id and c.disclosure_id = q.disclosure_id
where q.disclosure_id = split_part($project_id::varchar, '.', 1) and q.project_id = $project_id::varchar
    and ($level2::varchar = '' or q.type = $level2::varchar)
order by q.row_no, q.indicator_id;
