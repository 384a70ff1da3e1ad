-- Can the targets of indicators be tested, and can they be missed? If not, by which rule?
-- Reads indicator_summary, indicator_quality (one row per indicator, with how strict its target is), indicator, project, finding,
-- audit_check, named_disclosure, department. Unit: indicators.

-- name: by_group
-- How many indicators are how strict, by type, region, year, both, type of department or disclosure (by = type, region, year,
-- region_year, department_type, disclosure): those with the largest part that cannot be tested or missed first, years and types in
-- their order; at most so many of all_groups. weak: cannot_fail, vague and no_value; judged: all but secret and damaged.
-- parameters: regions, departments, years, by, most
-- grain: one row per group and strictness that occurs in it (group_key, strictness)
-- columns: group_key, label, all_groups, strictness, indicators, weak, judged
with keyed as (
    select
        s.*,
        case $by::varchar
            when 'type' then s.level2
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
        group_key, min(disclosure_id) as one_id, sum(measured) as measured, sum(state_only) as state_only, sum(unclear) as unclear,
        sum(cannot_fail) as cannot_fail, sum(vague) as vague, sum(no_value) as no_value, sum(secret) as secret, sum(damaged) as damaged,
        min(if($by::varchar = 'type', position, 0)) as position
    from keyed
    group by group_key
    having sum(indicators) > 0
),

placed as (
    select
        *, (cannot_fail + vague + no_value)::integer as weak,
        (measured + state_only + unclear + cannot_fail + vague + no_value)::integer as judged, count(*) over ()::integer as all_groups,
        row_number() over (order by position, if($by::varchar = 'year', group_key, ''), weak / nullif(judged, 0) desc nulls last, group_key) as place
    from summed
),

parts as (
    unpivot (from placed where place <= $most::integer)
    on measured, state_only, unclear, cannot_fail, vague, no_value, secret, damaged
    into name strictness value indicators
)

select
    p.group_key,
    case $by::varchar
        when 'region' then d.region_name
        when 'region_year' then d.region_name || ' ' || d.fiscal_year
        when 'disclosure' then d.label
        else p.group_key
    end as label,
    p.all_groups, p.strictness, p.indicators::integer as indicators, p.weak, p.judged
from parts as p
join named_disclosure as d on d.disclosure_id = p.one_id
where p.indicators > 0
order by p.place, list_position(
    ['measured', 'state_only', 'unclear', 'cannot_fail', 'vague', 'no_value', 'secret', 'damaged'], p.strictness);

-- name: rules
-- By which rule indicators were judged: a check, or one of our own (at_floor, only_done). copied: the rule says that a row repeats
-- another. For the rules that no indicator breaks there is no row.
-- parameters: regions, departments, years
-- grain: one row per rule and what it makes of an indicator (rule, strictness)
-- columns: rule, strictness, indicators, disclosures, title_zh, title_en, method_zh, method_en
with broken as (
    -- the identifier of a finding: disclosure.check.hash
    select coalesce(own_rule, split_part(finding_id, '.', 2)) as rule, strictness, disclosure_id
    from indicator_quality
    where (own_rule is not null or finding_id is not null)
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
    union all
    select split_part(copy_id, '.', 2), 'copied', disclosure_id
    from indicator_quality
    where copy_id is not null
        and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
)

select
    b.rule, b.strictness, count(*)::integer as indicators, count(distinct b.disclosure_id)::integer as disclosures,
    any_value(c.title_zh) as title_zh, any_value(c.title_en) as title_en, any_value(c.method_zh) as method_zh,
    any_value(c.method_en) as method_en
from broken as b
left join audit_check as c on c.check_id = b.rule
group by b.rule, b.strictness
order by list_position(['cannot_fail', 'vague', 'no_value', 'copied', 'unclear', 'damaged'], b.strictness), indicators desc, b.rule;

-- name: rows
-- Indicators of one strictness (or copied; empty: all that are not effective, the secret and damaged aside) and one rule (empty: any),
-- as printed, with what the rule says; at most so many of all_rows.
-- parameters: regions, departments, years, strictness, rule, most
-- grain: one row per indicator (indicator_id)
-- columns: indicator_id, all_rows, label, disclosure_id, project_no, project_name, level2, level3, description, value_raw, strictness, copied, rule, own_rule, reason_zh, reason_en, finding_id, cell_id
with wanted as (
    select
        *, coalesce(own_rule, split_part(if($strictness::varchar = 'copied', copy_id, coalesce(finding_id, copy_id)), '.', 2)) as rule,
        if($strictness::varchar = 'copied', copy_id, coalesce(finding_id, copy_id)) as said_id
    from indicator_quality
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
        and case $strictness::varchar
            when '' then not effective and strictness not in ('secret', 'damaged')
            when 'copied' then copy_id is not null
            else strictness = $strictness::varchar
        end
),

bounded as (
    select *, count(*) over ()::integer as all_rows
    from wanted
    where $rule::varchar = '' or rule = $rule::varchar
    order by region_code, department_id, fiscal_year, disclosure_id, project_no, row_no, indicator_id
    limit $most::integer
)

select
    b.indicator_id, b.all_rows, d.label, b.disclosure_id, b.project_no, p.project_name, b.type as level2, i.level3, i.description,
    i.value_raw, b.strictness, b.copy_id is not null as copied, b.rule, b.own_rule, f.message_zh as reason_zh, f.message_en as reason_en,
    if(b.own_rule is null, b.said_id, null) as finding_id, b.cell_id
from bounded as b
join named_disclosure as d using (disclosure_id)
join project as p using (project_id)
join indicator as i using (indicator_id)
left join finding as f on f.finding_id = b.said_id and f.disclosure_id = b.disclosure_id and b.own_rule is null
order by d.region_code, d.department_id, d.fiscal_year, b.disclosure_id, b.project_no, b.row_no, b.indicator_id;
