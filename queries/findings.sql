-- What does not hold in a disclosure, why, and where is it printed?
-- Reads finding, finding_place, named_finding, finding_cell, disclosure_verdict, family_verdict, verdict, tie, audit_check, rule, cell,
-- named_disclosure, disclosure, named_department. Unit: yuan; texts as printed.

-- name: summary
-- How many findings a selection has, by severity, and how many disclosures they lie in.
-- parameters: regions, departments, years, disclosures
-- grain: one row per severity (severity)
-- columns: severity, findings, disclosures
with counted as (
    select
        sum(errors) as error, sum(warnings) as warning, sum(notices) as notice, sum(infos) as info, count(*) filter (where errors > 0) as in_error,
        count(*) filter (where warnings > 0) as in_warning, count(*) filter (where notices > 0) as in_notice, count(*) filter (where infos > 0) as in_info
    from disclosure_verdict
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
        and chosen($disclosures, disclosure_id)
)
select s.severity, coalesce(s.findings, 0)::integer as findings, s.disclosures::integer as disclosures
from counted as c
cross join lateral (
    values ('error', 1, c.error, c.in_error), ('warning', 2, c.warning, c.in_warning), ('notice', 3, c.notice, c.in_notice), ('info', 4, c.info, c.in_info)
) as s (severity, place, findings, disclosures)
order by s.place;

-- name: choices
-- Disclosures of a selection to look into, those with the most errors first: the first `most` and that which is asked for (by its
-- identifier, or the label of a link). kind: where its department has another document of that year. held: how many there are; tied: of those alone in which equations 勾稽 were tested, those with
-- most of them first.
-- parameters: regions, departments, years, tied, asked, most
-- grain: one row per disclosure (disclosure_id)
-- columns: disclosure_id, region_name, department_name, fiscal_year, kind, ties, broken, held
with held as (
    select
        region_code, disclosure_id, department_id, fiscal_year, ties, broken, if($tied, -ties, -errors) as first_key,
        if($tied, 0, -(errors + warnings + notices + infos)) as second_key
    from disclosure_verdict
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year) and (not $tied or ties > 0)
),

shown as (
    select disclosure_id
    from (
        select disclosure_id from held
        order by first_key, second_key, if($tied, '', region_code), if($tied, '', department_id), if($tied, 0, fiscal_year), disclosure_id
        limit $most::integer
    )
    union
    -- A label may go on with what tells it from another of the same department and year.
    select h.disclosure_id
    from held as h
    join named_department as d using (department_id)
    where $asked::varchar <> '' and contains($asked::varchar, h.fiscal_year::varchar) and (
        $asked::varchar = h.disclosure_id
        or starts_with($asked::varchar, d.department_name || ' ' || h.fiscal_year)
        or starts_with($asked::varchar, d.region_name || ' ' || d.department_name || ' ' || h.fiscal_year))
)

select h.disclosure_id, d.region_name, d.department_name, h.fiscal_year, if(v.siblings > 1, d.kind, null) as kind, h.ties, h.broken, (select count(*) from held)::integer as held
from shown
join held as h using (disclosure_id)
join named_disclosure as d using (disclosure_id)
join disclosure_verdict as v using (disclosure_id)
order by h.first_key, h.second_key, if($tied, '', h.region_code), if($tied, '', h.department_id), if($tied, 0, h.fiscal_year), h.disclosure_id;

-- name: families
-- The families of checks that were run, in the order of the catalogue.
-- parameters: none
-- grain: one row per family (family)
-- columns: family
select family from audit_check group by family order by min(position);

-- name: matrix
-- How much was tested in each disclosure of a selection and what came of it: by family of checks, or, where families are
-- given, by each check of theirs. The disclosures with the most errors first: those from `start` (counted from 0), at most `most`, of
-- `held`. worst: the worst severity found, if any; of_head: what that family or check found in the whole selection.
-- parameters: regions, departments, years, disclosures, families, start, most
-- grain: one row per disclosure and family or check (disclosure_id, head)
-- columns: disclosure_id, region_name, department_name, fiscal_year, kind, head, tested, findings, worst, held, of_head
with scope as (
    select
        region_code, department_id, fiscal_year, disclosure_id, errors, (errors + warnings + notices + infos) as findings
    from disclosure_verdict
    where len($families) = 0 and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
        and chosen($disclosures, disclosure_id)
    union all
    select region_code, department_id, fiscal_year, disclosure_id, sum(errors), sum(findings)
    from family_verdict
    where len($families) > 0 and chosen($families, family) and chosen($regions, region_code) and chosen($departments, department_id)
        and chosen($years, fiscal_year) and chosen($disclosures, disclosure_id)
    group by region_code, department_id, fiscal_year, disclosure_id
),

page as (
    select *, (select count(*) from scope)::integer as held, row_number() over () as place
    from (
        from scope
        order by errors desc, findings desc, region_code, department_id, fiscal_year, disclosure_id
        limit $most::integer offset $start::integer
    )
),

counted as (
    select
        disclosure_id, check_id, count(*) as findings, min(list_position(['error', 'warning', 'notice', 'info'], severity)) as worst
    from finding
    where len($families) > 0 and disclosure_id in (select disclosure_id from page)
    group by disclosure_id, check_id
),

cells as (
    select v.disclosure_id, v.family as head, v.position, v.tested, v.findings, v.worst
    from family_verdict as v
    where len($families) = 0 and v.disclosure_id in (select disclosure_id from page)
    union all
    select
        v.disclosure_id, c.check_id, c.position, v.tested, coalesce(n.findings, 0),
        ['error', 'warning', 'notice', 'info'][n.worst]
    from verdict as v
    join audit_check as c using (check_id)
    left join counted as n using (disclosure_id, check_id)
    where len($families) > 0 and chosen($families, c.family) and v.disclosure_id in (select disclosure_id from page)
),

heads as (
    select f.check_id as head, count(*) as found
    from finding as f
    join audit_check as c using (check_id)
    where len($families) > 0 and chosen($families, c.family) and f.disclosure_id in (select disclosure_id from scope)
    group by f.check_id
)

select
    x.disclosure_id, d.region_name, d.department_name, d.fiscal_year, if(w.siblings > 1, d.kind, null) as kind, x.head, x.tested::integer as tested,
    x.findings::integer as findings, x.worst, p.held, coalesce(h.found, if(len($families) > 0, 0, x.findings))::integer as of_head
from page as p
join cells as x using (disclosure_id)
join named_disclosure as d using (disclosure_id)
join disclosure_verdict as w using (disclosure_id)
left join heads as h using (head)
order by p.place, x.position;

-- name: verdicts
-- What every check of these families says of these disclosures, and how much it tested; the worst severity found, if any.
-- parameters: picked, families
-- grain: one row per disclosure and check (disclosure_id, check_id)
-- columns: disclosure_id, region_name, department_name, fiscal_year, kind, family, check_id, title_zh, title_en, verdict, tested, findings, worst
with counted as (
    select disclosure_id, check_id, min(list_position(['error', 'warning', 'notice', 'info'], severity)) as worst
    from finding
    where list_contains($picked::varchar[], disclosure_id)
    group by disclosure_id, check_id
)

select
    v.disclosure_id, d.region_name, d.department_name, d.fiscal_year, if(w.siblings > 1, d.kind, null) as kind, c.family, v.check_id, c.title_zh, c.title_en, v.verdict,
    v.tested, v.findings, ['error', 'warning', 'notice', 'info'][n.worst] as worst
from verdict as v
join named_disclosure as d using (disclosure_id)
join disclosure_verdict as w using (disclosure_id)
join audit_check as c using (check_id)
left join counted as n using (disclosure_id, check_id)
-- Said of each table: of the first alone, the others would be joined whole.
where list_contains($picked::varchar[], v.disclosure_id) and list_contains($picked::varchar[], d.disclosure_id)
    and list_contains($picked::varchar[], w.disclosure_id) and chosen($families, c.family)
order by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id, c.position;

-- name: failed
-- The checks that failed, disclosure by disclosure, at most `most` of them; total: how many there are.
-- parameters: regions, departments, years, families, most
-- grain: one row per disclosure and check (disclosure_id, check_id)
-- columns: disclosure_id, region_name, department_name, fiscal_year, kind, family, check_id, title_zh, title_en, tested, findings, total
select
    v.disclosure_id, d.region_name, d.department_name, d.fiscal_year, d.kind, c.family, v.check_id, c.title_zh, c.title_en, v.tested, v.findings,
    count(*) over ()::integer as total
from verdict as v
join named_disclosure as d using (disclosure_id)
join audit_check as c using (check_id)
where v.verdict = 'failed' and chosen($regions, d.region_code) and chosen($departments, d.department_id) and chosen($years, d.fiscal_year)
    and chosen($families, c.family)
order by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id, c.position
limit $most;

-- name: failures
-- How many times a check failed: in so many disclosures, each of its checks that found more than information.
-- parameters: regions, departments, years, families
-- grain: one row
-- columns: failures
select count(*)::integer as failures
from (
    select distinct disclosure_id, check_id
    from finding_place
    where severity <> 'info' and chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
        and chosen($families, family)
);

-- name: listing
-- The findings of a selection, the worst first; severities, checks and disclosures empty: all.
-- parameters: regions, departments, years, disclosures, severities, checks
-- grain: one row per finding (finding_id)
-- columns: finding_id, severity, family, check_id, title_zh, title_en, disclosure_id, label, department_name, fiscal_year, subject, stated, expected, difference_yuan, message_zh, message_en, fingerprint, cell_id, line_start
select
    finding_id, severity, family, check_id, title_zh, title_en, disclosure_id, label, department_name, fiscal_year, subject,
    stated, expected, difference_yuan, message_zh, message_en, fingerprint, cell_id, line_start
from named_finding
where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
    and chosen($disclosures, disclosure_id) and chosen($severities, severity) and chosen($checks, check_id)
order by severity_place, check_place, region_code, department_id, fiscal_year, disclosure_id, line_start, finding_id;

-- name: page
-- One page of the findings of a selection, the worst first: those from `start` (counted from 0), at most `most`. Of findings,
-- those given (empty: all) less those `without`; of those of one check and severity at most the first `each`.
-- nth, of_kind: its place among those of its check and severity, and how many these are; shown, total: how many the selection has
-- with and without `each`.
-- parameters: regions, departments, years, disclosures, severities, families, checks, findings, without, each, start, most
-- grain: one row per finding (finding_id)
-- columns: finding_id, severity, family, check_id, title_zh, title_en, disclosure_id, region_name, department_name, fiscal_year, subject, stated, expected, difference_yuan, arithmetic, message_zh, message_en, fingerprint, cell_id, line_start, nth, of_kind, shown, total
with listed as (
    select
        finding_id, place, row_number() over (partition by severity_place, check_id order by place) as nth,
        count(*) over (partition by severity_place, check_id) as of_kind, count(*) over () as total
    from finding_place
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
        and chosen($disclosures, disclosure_id) and chosen($severities, severity) and chosen($families, family)
        and chosen($checks, check_id) and chosen($findings, finding_id) and not list_contains($without, finding_id)
),

-- Texts are fetched for the page alone.
page as (
    select *, count(*) over () as shown
    from listed
    where nth <= $each::integer
    order by place
    limit $most::integer offset $start::integer
)

select
    f.finding_id, f.severity, f.family, f.check_id, f.title_zh, f.title_en, f.disclosure_id, f.region_name, f.department_name, f.fiscal_year,
    f.subject, f.stated, f.expected, f.difference_yuan, f.arithmetic, f.message_zh, f.message_en, f.fingerprint, f.cell_id, f.line_start, p.nth,
    p.of_kind, p.shown, p.total
from page as p
join named_finding as f using (finding_id)
order by p.place;

-- name: worst
-- The worst findings of a selection, one of each check in a disclosure, and other checks before others alike; at most `most`.
-- Those `without` are left out. alike: how many that check found there; total: how many findings the selection has.
-- parameters: regions, departments, years, without, most
-- grain: one row per finding (finding_id)
-- columns: finding_id, severity, family, check_id, title_zh, title_en, disclosure_id, region_name, department_name, fiscal_year, subject, message_zh, message_en, fingerprint, line_start, alike, total
with found as (
    select
        disclosure_id, check_id, min(severity_place) as severity_place, count(*) as alike, arg_min(finding_id, place) as finding_id
    from finding_place
    where chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
        and not list_contains($without, finding_id)
    group by disclosure_id, check_id
),

-- Those of a check that stand before one are no less bad: what is not among the first so many of its check is not among them at all.
first_of as (
    select
        check_id, unnest(
            min(
                struct_pack(severity_place := severity_place, fewer := -alike, finding_id := finding_id, disclosure_id := disclosure_id),
                least($most::integer, 999999)  -- it takes no more, and nobody shows so many
            )
        ) as one
    from found
    group by check_id
),

ranked as (
    select
        f.one.severity_place as severity_place, -f.one.fewer as alike, f.one.finding_id as finding_id, f.one.disclosure_id as disclosure_id,
        c.position as check_place, row_number() over (partition by f.check_id order by f.one) as of_check
    from first_of as f
    join audit_check as c using (check_id)
),

beside as (
    select r.finding_id, count(*) as of_disclosure
    from ranked as r
    join found as f on f.disclosure_id = r.disclosure_id and f.severity_place = r.severity_place
    join audit_check as c on c.check_id = f.check_id and c.position <= r.check_place
    group by r.finding_id
),

page as (
    select *, (select sum(alike) from found)::bigint as total
    from ranked
    join beside using (finding_id)
    order by severity_place, of_check, of_disclosure, check_place, finding_id
    limit $most::integer
)

select
    f.finding_id, f.severity, f.family, f.check_id, f.title_zh, f.title_en, f.disclosure_id, f.region_name, f.department_name, f.fiscal_year,
    f.subject, f.message_zh, f.message_en, f.fingerprint, f.line_start, p.alike, p.total
from page as p
join named_finding as f using (finding_id)
order by p.severity_place, p.of_check, p.of_disclosure, p.check_place, p.finding_id;

-- name: neighbours
-- The findings before and after one in the list that `page` gives in parts, and its place (counted from 1); the finding itself
-- counts as one of the list even where the selection leaves it out (it was just reviewed).
-- parameters: finding, regions, departments, years, disclosures, severities, families, checks, findings, without
-- grain: one row
-- columns: previous, next, place, total
with listed as (
    select
        finding_id,
        lag(finding_id) over w as previous, lead(finding_id) over w as next, row_number() over w as place, count(*) over () as total
    from finding_place
    where finding_id = $finding::varchar
        or (chosen($regions, region_code) and chosen($departments, department_id) and chosen($years, fiscal_year)
            and chosen($disclosures, disclosure_id) and chosen($severities, severity) and chosen($families, family)
            and chosen($checks, check_id) and chosen($findings, finding_id) and not list_contains($without, finding_id))
    window w as (order by place)
)

select previous, next, place, total
from listed
where finding_id = $finding::varchar;

-- name: fingerprints
-- What these findings rest on, made short: another fingerprint than that of a review says that the facts changed.
-- parameters: findings
-- grain: one row per finding (finding_id)
-- columns: finding_id, fingerprint
select finding_id, fingerprint
from finding
where chosen($findings, finding_id);

-- name: details
-- Findings with their checks and what the checks rest on, in the order of their identifiers.
-- parameters: findings
-- grain: one row per finding (finding_id)
-- columns: finding_id, severity, family, check_id, title_zh, title_en, method_zh, method_en, rule_title, rule_title_en, clause, disclosure_id, label, region_name, department_name, fiscal_year, kind, source_name, source_sha256, subject, stated, expected, difference_yuan, arithmetic, message_zh, message_en, fingerprint
select
    f.finding_id, f.severity, c.family, f.check_id, c.title_zh, c.title_en, c.method_zh, c.method_en, r.title as rule_title,
    r.title_en as rule_title_en, r.clause, f.disclosure_id, d.label, d.region_name, d.department_name, d.fiscal_year, d.kind, d.source_name,
    d.source_sha256, f.subject, f.stated, f.expected, f.difference_yuan, f.arithmetic, f.message_zh, f.message_en, f.fingerprint
from finding as f
join audit_check as c using (check_id)
join rule as r using (rule_id)
join named_disclosure as d using (disclosure_id)
where chosen($findings, f.finding_id)
order by f.finding_id;

-- name: cells
-- The cells that findings rest on, those that state the claim first, with where they stand.
-- parameters: findings
-- grain: one row per finding and cell (finding_id, cell_id)
-- columns: finding_id, role, place, cell_id, disclosure_id, source_name, source_sha256, table_no, table_title, row_no, column_no, column_header, raw_text, line_start, line_end
select
    x.finding_id, x.role, x.place, p.cell_id, p.disclosure_id, d.source_name, d.source_sha256, p.table_no, p.table_title, p.row_no, p.column_no, p.column_header,
    p.raw_text, p.line_start, p.line_end
from finding_cell as x
join cell as p using (cell_id)
join disclosure as d on d.disclosure_id = p.disclosure_id
where chosen($findings, x.finding_id)
order by x.finding_id, x.role desc, x.place;

-- name: ties
-- The equations 勾稽 of one disclosure, those that do not hold first, with the finding that says so, and with the tables on
-- both sides (0: the running text).
-- parameters: disclosure
-- grain: one row per equation (check_id, subject, cell_id)
-- columns: finding_id, severity, family, check_id, title_zh, title_en, subject, cell_id, stated, expected, difference_yuan, arithmetic, holds, stated_table, stated_title, expected_tables, expected_titles, stated_cells, expected_cells
with sides as (
    select t.*, t.stated_cells[1] as cell_id
    from tie as t
    where t.disclosure_id = $disclosure::varchar
),

tables as (
    select c.cell_id, c.table_no, case when c.table_no = 0 then '正文' else c.table_title end as title
    from cell as c
    where c.disclosure_id = $disclosure::varchar
),

expected as (
    select s.check_id, s.subject, s.cell_id, list_sort(list_distinct(list(t.table_no))) as numbers, list_sort(list_distinct(list(t.title))) as titles
    from (select check_id, subject, cell_id, unnest(expected_cells) as other from sides) as s
    join tables as t on t.cell_id = s.other
    group by s.check_id, s.subject, s.cell_id
),

-- Of this disclosure alone: joined to the names of all findings, these would be put together first.
found as (
    select f.finding_id, f.severity, p.severity_place, f.check_id, f.subject, p.cell_id
    from finding_place as p
    join finding as f using (finding_id)
    where p.disclosure_id = $disclosure::varchar and f.disclosure_id = $disclosure::varchar
)

select
    f.finding_id, f.severity, c.family, s.check_id, c.title_zh, c.title_en, s.subject, s.cell_id, s.stated, s.expected, s.difference_yuan, s.arithmetic, s.holds,
    t.table_no as stated_table, t.title as stated_title, coalesce(e.numbers, []) as expected_tables, coalesce(e.titles, []) as expected_titles,
    s.stated_cells, s.expected_cells
from sides as s
join audit_check as c using (check_id)
join tables as t on t.cell_id = s.cell_id
left join expected as e on e.check_id = s.check_id and e.subject = s.subject and e.cell_id = s.cell_id
left join found as f on f.check_id = s.check_id and f.subject = s.subject and f.cell_id = s.cell_id
order by s.holds, f.severity_place, c.position, t.table_no, s.subject, s.cell_id;

-- name: checks
-- Every check that was run, with how many disclosures it was applied to and how many failed it.
-- parameters: none
-- grain: one row per check (check_id)
-- columns: position, family, check_id, title_zh, title_en, severity, method_zh, method_en, rule_title, rule_title_en, applied, failed, findings
select
    c.position, c.family, c.check_id, c.title_zh, c.title_en, c.severity, c.method_zh, c.method_en, r.title as rule_title, r.title_en as rule_title_en,
    coalesce(v.applied, 0)::integer as applied, coalesce(v.failed, 0)::integer as failed, coalesce(v.findings, 0)::integer as findings
from audit_check as c
join rule as r using (rule_id)
left join (
    select
        check_id, count(*) filter (where verdict <> 'not_applicable') as applied, count(*) filter (where verdict = 'failed') as failed,
        sum(findings) as findings
    from verdict
    group by check_id
) as v using (check_id)
order by c.position;
