-- What follows from facts and findings together, for the pages that count them: fills the tables that marts.sql has made for it.
-- Run once per build, after all checks; none of the statements needs another. What indicators are worth: audit_quality.sql.

insert into finding_place
with of_form as (
    select f.finding_id, e.evaluation_id
    from finding as f
    join audit_check as c on c.check_id = f.check_id and c.family = 'self_evaluation'
    join finding_cell as x on x.finding_id = f.finding_id
    join cell as printed on printed.cell_id = x.cell_id
    join cell as title on title.disclosure_id = printed.disclosure_id and title.table_no = printed.table_no
    join evaluation as e on e.cell_id = title.cell_id
    qualify row_number() over (partition by f.finding_id order by x.role desc, x.place, e.evaluation_id) = 1
)

select
    row_number() over (
        order by list_position(['error', 'warning', 'notice', 'info'], f.severity), c.position, d.region_code, d.department_id, d.fiscal_year,
            f.disclosure_id, p.line_start, f.finding_id
    ) as place,
    f.finding_id, f.severity, list_position(['error', 'warning', 'notice', 'info'], f.severity), c.family, f.check_id, d.region_code,
    d.department_id, d.fiscal_year, f.disclosure_id, p.cell_id, p.line_start, o.evaluation_id
from finding as f
join audit_check as c using (check_id)
join named_disclosure as d on d.disclosure_id = f.disclosure_id
join finding_cell as x on x.finding_id = f.finding_id and x.role = 'stated' and x.place = 1
join cell as p on p.cell_id = x.cell_id
left join of_form as o on o.finding_id = f.finding_id
order by place;

insert into family_verdict
with counted as (
    select
        disclosure_id, check_id, count(*) as findings, count(*) filter (where severity = 'error') as errors,
        min(list_position(['error', 'warning', 'notice', 'info'], severity)) as worst
    from finding
    group by disclosure_id, check_id
)

select
    d.region_code, d.department_id, d.fiscal_year, v.disclosure_id, c.family, min(c.position), sum(v.tested), coalesce(sum(n.findings), 0),
    coalesce(sum(n.errors), 0), ['error', 'warning', 'notice', 'info'][min(n.worst)]
from verdict as v
join audit_check as c using (check_id)
join named_disclosure as d using (disclosure_id)
left join counted as n using (disclosure_id, check_id)
group by d.region_code, d.department_id, d.fiscal_year, v.disclosure_id, c.family
order by d.region_code, d.department_id, d.fiscal_year, v.disclosure_id, min(c.position);

insert into disclosure_verdict
with tested as (select disclosure_id, sum(tested) as tested from verdict group by disclosure_id),
found as (
    select
        disclosure_id, count(*) filter (where severity = 'error') as errors, count(*) filter (where severity = 'warning') as warnings,
        count(*) filter (where severity = 'notice') as notices, count(*) filter (where severity = 'info') as infos
    from finding
    group by disclosure_id
),
tied as (select disclosure_id, count(*) as ties, count(*) filter (where not holds) as broken from tie group by disclosure_id)
select
    d.region_code, d.department_id, d.fiscal_year, d.disclosure_id, t.tested, coalesce(f.errors, 0), coalesce(f.warnings, 0),
    coalesce(f.notices, 0), coalesce(f.infos, 0), coalesce(e.ties, 0), coalesce(e.broken, 0),
    count(*) over (partition by d.department_id, d.fiscal_year)
from named_disclosure as d
join tested as t using (disclosure_id)
left join found as f using (disclosure_id)
left join tied as e using (disclosure_id)
order by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id;

insert into evaluation_summary
with stated as (
    select fact_id, string_agg(distinct cell_id, ' ' order by cell_id) as cell_ids
    from fact_cell
    where field in ('budget_yuan', 'executed_yuan') and fact_id in (select evaluation_id from evaluation)
    group by fact_id
),

form as (
    select p.disclosure_id, e.*, e.budget_yuan is not null and e.executed_yuan is not null as paired, s.cell_ids
    from evaluation as e
    join project as p using (project_id)
    left join stated as s on s.fact_id = e.evaluation_id
),

found as (
    select
        f.disclosure_id, count(*) filter (where f.severity = 'error') as errors, count(*) filter (where f.severity = 'warning') as warnings,
        count(*) as findings
    from finding as f
    join audit_check as c using (check_id)
    where c.family = 'self_evaluation'
    group by f.disclosure_id
)

select
    d.region_code, d.department_id, d.fiscal_year, d.disclosure_id, count(*), count(*) filter (where f.paired),
    sum(f.budget_yuan) filter (where f.paired),
    case when count(*) filter (where f.paired and f.arrived_yuan is null) = 0 then sum(f.arrived_yuan) filter (where f.paired) end,
    sum(f.executed_yuan) filter (where f.paired), count(f.execution_rate_stated), count(f.score_stated), coalesce(any_value(n.errors), 0),
    coalesce(any_value(n.warnings), 0), coalesce(any_value(n.findings), 0),
    coalesce(string_agg(f.cell_ids, ' ' order by f.evaluation_id) filter (where f.paired), '')
from form as f
join named_disclosure as d using (disclosure_id)
left join found as n using (disclosure_id)
group by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id
order by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id;
