-- What did a department say of its own projects, and does it follow from what its forms print?
-- Reads evaluation_summary, evaluation, evaluation_item, project, fact_cell, cell, form_finding, named_department.
-- Unit: yuan; rates as fractions of 1; scores and weights in points.

-- name: by_disclosure
-- How much the forms of a disclosure come to: the money of the forms that state both what was budgeted and what was spent
-- (paired), how many state a rate and a score, and what the checks of the family self_evaluation found.
-- parameters: regions, departments, years
-- grain: one row per disclosure with forms (disclosure_id)
-- columns: disclosure_id, region_name, department_name, fiscal_year, label, forms, paired, budget_yuan, arrived_yuan, executed_yuan, execution_rate, rated, scored, errors, warnings, findings, cell_ids
select
    s.disclosure_id, p.region_name, p.department_name, s.fiscal_year, concat_ws(' ', p.label, s.fiscal_year) as label, s.forms, s.paired,
    s.budget_yuan, s.arrived_yuan, s.executed_yuan, (s.executed_yuan / nullif(s.budget_yuan, 0))::double as execution_rate, s.rated,
    s.scored, s.errors, s.warnings, s.findings, s.cell_ids
from evaluation_summary as s
join named_department as p using (department_id)
where chosen($regions, s.region_code) and chosen($departments, s.department_id) and chosen($years, s.fiscal_year)
order by s.region_code, s.department_id, s.fiscal_year, s.disclosure_id;

-- name: forms
-- The forms of one disclosure, as filled in and as worked out again: the rate is spent ÷ budget (to a hundredth of a percent),
-- the score the sum of its parts, none where a part is blank. …_status says why a value is missing. rate_severity and
-- score_severity: what the check of that claim says (nothing where it holds or could not be tested).
-- parameters: disclosure
-- grain: one row per form (evaluation_id)
-- columns: evaluation_id, disclosure_id, project_id, project_no, project_name, filling_unit, implementing_unit, budget_yuan, budget_status, arrived_yuan, arrived_status, executed_yuan, executed_status, execution_rate_stated, execution_rate_status, recomputed_rate, rate_severity, score_stated, score_status, score_sum, sum_status, score_severity, completion_rate_stated, goal, completion, problems, errors, findings, finding_ids, money_cells, rate_cells, score_cells, cell_id
with form as (
    select e.*, p.disclosure_id, p.project_no, p.project_name
    from evaluation as e
    join project as p using (project_id)
    where p.disclosure_id = $disclosure::varchar
),

-- Where each field stands, and why it holds no number. Identifiers of facts and cells open with their disclosure's: a range of
-- them is found without reading all.
place as (
    select
        f.fact_id as evaluation_id, f.field, min(c.cell_id) as cell_id,
        case
            when bool_or(c.reading = 'blank') then 'blank' when bool_or(contains(c.raw_text, '密')) then 'secret' else 'unreadable'
        end as status
    from fact_cell as f
    join cell as c using (cell_id)
    where f.fact_id between $disclosure::varchar || '.' and $disclosure::varchar || '/' and f.fact_id in (select evaluation_id from form)
        and f.cell_id between $disclosure::varchar || '.' and $disclosure::varchar || '/'
        and c.disclosure_id = $disclosure::varchar
    group by f.fact_id, f.field
),

fields as (
    select
        evaluation_id, map(list(field), list(status)) as why,
        string_agg(cell_id, ' ' order by cell_id) filter (where field in ('budget_yuan', 'arrived_yuan', 'executed_yuan')) as money_cells,
        string_agg(cell_id, ' ' order by cell_id) filter (where field in ('budget_yuan', 'executed_yuan', 'execution_rate_stated')) as rate_cells,
        string_agg(cell_id, ' ' order by cell_id) filter (where field in ('score_stated', 'execution_score')) as score_cells
    from place
    group by evaluation_id
),

-- The points of a form: those of its items, and of the execution rate where the form gives it points of its own.
part as (
    select evaluation_id, score, cell_id from evaluation_item
    union all
    select evaluation_id, execution_score, null from form where execution_weight is not null or execution_score is not null
),

summed as (
    select
        evaluation_id, case when count(score) = count(*) then sum(score)::decimal(12, 4) end as score_sum,
        string_agg(cell_id, ' ' order by cell_id) as cells
    from part
    where evaluation_id in (select evaluation_id from form)
    group by evaluation_id
),

found as (
    select
        f.evaluation_id, count(*) filter (where f.severity = 'error') as errors, count(*) as findings,
        string_agg(f.finding_id, ' ' order by f.severity_place, f.check_place, f.finding_id) as finding_ids,
        arg_min(f.severity, f.severity_place) filter (where f.check_id = 'execution_rate') as rate_severity,
        arg_min(f.severity, f.severity_place) filter (where f.check_id = 'score_sum' and f.cell_id = s.cell_id) as score_severity
    from form_finding as f
    left join place as s on s.evaluation_id = f.evaluation_id and s.field = 'score_stated'
    where f.disclosure_id = $disclosure::varchar
    group by f.evaluation_id
)

select
    o.evaluation_id, o.disclosure_id, o.project_id, o.project_no, o.project_name, o.filling_unit, o.implementing_unit,
    o.budget_yuan, case when o.budget_yuan is null then coalesce(w.why['budget_yuan'], 'not_disclosed') end as budget_status,
    o.arrived_yuan, case when o.arrived_yuan is null then coalesce(w.why['arrived_yuan'], 'not_disclosed') end as arrived_status,
    o.executed_yuan, case when o.executed_yuan is null then coalesce(w.why['executed_yuan'], 'not_disclosed') end as executed_status,
    o.execution_rate_stated, o.execution_rate_status,
    round(o.executed_yuan * 1.0 / nullif(o.budget_yuan, 0), 4)::double as recomputed_rate, n.rate_severity,
    o.score_stated, o.score_status, s.score_sum,
    case when s.evaluation_id is null then 'not_disclosed' when s.score_sum is null then 'blank' end as sum_status, n.score_severity,
    o.completion_rate_stated, o.goal, o.completion, o.problems,
    coalesce(n.errors, 0)::integer as errors, coalesce(n.findings, 0)::integer as findings, coalesce(n.finding_ids, '') as finding_ids,
    coalesce(w.money_cells, '') as money_cells, coalesce(w.rate_cells, '') as rate_cells, concat_ws(' ', w.score_cells, s.cells) as score_cells,
    o.cell_id
from form as o
left join fields as w using (evaluation_id)
left join summed as s using (evaluation_id)
left join found as n using (evaluation_id)
order by o.project_no, o.evaluation_id;

-- name: weights
-- How a form parts its points among the dimensions 一级指标, and what it gave itself in each: the weight printed for a
-- dimension, else the sum of its items' weights (none where one is blank), the execution rate's own points among them.
-- parameters: disclosure
-- grain: one row per form and dimension (evaluation_id, level1)
-- columns: evaluation_id, disclosure_id, project_no, project_name, level1, items, weight, value_status, basis, score, cell_ids
with form as (
    select e.*, p.disclosure_id, p.project_no, p.project_name
    from evaluation as e
    join project as p using (project_id)
    where p.disclosure_id = $disclosure::varchar
),

place as (
    select fact_id, field, min(cell_id) as cell_id
    from fact_cell
    where field in ('level1', 'item_weight', 'score', 'execution_weight', 'execution_score')
        and fact_id between $disclosure::varchar || '.' and $disclosure::varchar || '/'
        and (fact_id in (select evaluation_id from form)
            or fact_id in (select evaluation_item_id from evaluation_item where evaluation_id in (select evaluation_id from form)))
    group by fact_id, field
),

dimension as (
    select
        i.evaluation_id, i.level1, count(*) as items,
        coalesce(
            arg_min(i.level1_weight, i.row_no),
            case when count(i.item_weight) = count(*) then sum(i.item_weight) end) as weight,
        case when count(i.score) = count(*) then sum(i.score) end as score
    from evaluation_item as i
    where i.evaluation_id in (select evaluation_id from form)
    group by i.evaluation_id, i.level1
    union all
    select evaluation_id, '预算执行率指标', 1, execution_weight, execution_score
    from form
    where execution_weight is not null or execution_score is not null
),

cells as (
    select i.evaluation_id, i.level1, p.cell_id
    from evaluation_item as i
    join place as p on p.fact_id = i.evaluation_item_id
    union
    select evaluation_id, '预算执行率指标', p.cell_id
    from form
    join place as p on p.fact_id = evaluation_id
)

select
    o.evaluation_id, o.disclosure_id, o.project_no, o.project_name, x.level1, sum(x.items)::integer as items,
    sum(x.weight)::decimal(12, 4) as weight, case when count(x.weight) = 0 then 'not_disclosed' else 'reported' end as value_status,
    'table' as basis, sum(x.score)::decimal(12, 4) as score,
    coalesce((
        select string_agg(c.cell_id, ' ' order by c.cell_id) from cells as c
        where c.evaluation_id = o.evaluation_id and c.level1 = x.level1
    ), '') as cell_ids
from dimension as x
join form as o using (evaluation_id)
group by o.evaluation_id, o.disclosure_id, o.project_no, o.project_name, x.level1
order by o.project_no, o.evaluation_id,
    coalesce(list_position(['产出指标', '成本指标', '效益指标', '满意度指标', '预算执行率指标'], x.level1), 9), x.level1;

-- name: items
-- The scored indicators of one form, as printed. …_status says why a text is missing: blank, or the form has no such column.
-- parameters: form
-- grain: one row per scored indicator (evaluation_item_id)
-- columns: evaluation_item_id, evaluation_id, row_no, level1, level1_weight, level2, level3, target_raw, target_status, actual_raw, actual_status, item_weight, score, score_status, deviation, cell_id
with place as (
    select f.fact_id, f.field
    from fact_cell as f
    where f.fact_id between split_part($form::varchar, '.', 1) || '.' and split_part($form::varchar, '.', 1) || '/'
        and f.fact_id in (select evaluation_item_id from evaluation_item where evaluation_id = $form::varchar)
)

select
    i.evaluation_item_id, i.evaluation_id, i.row_no, i.level1, i.level1_weight, i.level2, i.level3,
    nullif(trim(i.target_raw), '') as target_raw,
    case when nullif(trim(i.target_raw), '') is null then if(t.fact_id is null, 'not_disclosed', 'blank') end as target_status,
    nullif(trim(i.actual_raw), '') as actual_raw,
    case when nullif(trim(i.actual_raw), '') is null then if(a.fact_id is null, 'not_disclosed', 'blank') end as actual_status,
    i.item_weight, i.score, case when i.score is null then if(s.fact_id is null, 'not_disclosed', 'blank') end as score_status,
    i.deviation, i.cell_id
from evaluation_item as i
left join place as t on t.fact_id = i.evaluation_item_id and t.field = 'target'
left join place as a on a.fact_id = i.evaluation_item_id and a.field = 'actual'
left join place as s on s.fact_id = i.evaluation_item_id and s.field = 'score'
where i.evaluation_id = $form::varchar
order by i.row_no, i.evaluation_item_id;

-- name: contradictions
-- What does not hold in each form of one disclosure, by check: how many findings, the worst of them, and the first.
-- parameters: disclosure
-- grain: one row per form and check (evaluation_id, check_id)
-- columns: evaluation_id, check_id, title_zh, title_en, findings, worst, finding_id
select
    f.evaluation_id, f.check_id, f.title_zh, f.title_en, count(*)::integer as findings,
    arg_min(f.severity, f.severity_place) as worst, arg_min(f.finding_id, (f.severity_place, f.finding_id)) as finding_id
from form_finding as f
join evaluation as e using (evaluation_id)
join project as p using (project_id)
where f.disclosure_id = $disclosure::varchar
group by f.evaluation_id, p.project_no, f.check_id, f.title_zh, f.title_en
order by min(min(f.severity_place)) over (partition by f.check_id), min(f.check_place), f.check_id, p.project_no, f.evaluation_id;
