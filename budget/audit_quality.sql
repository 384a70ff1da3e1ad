-- What indicators are worth, from themselves and the findings about them: fills the tables that marts.sql has made for it.
-- Run once per build, after all checks. The lists indicator_fault, done_word and below_zero_word are those of data/audit.

insert into indicator_quality
with typed as (
    select
        i.*, p.disclosure_id, p.project_no,
        type_of(i.level1, i.level2) as type,
        regexp_replace(coalesce(i.value_text, i.value_raw), '[\s。，]', '', 'g') as said,
        regexp_replace(concat(i.level3, i.description), '[\s0-9]', '', 'g') as words,
        i.operator = '≥' and i.value_number = 0 or i.operator = '>' and i.value_number < 0 as at_floor
    from indicator as i
    join project as p using (project_id)
),

told as (
    select t.cell_id, f.finding_id, l.fault, l.rank::integer as rank
    from finding as f
    join indicator_fault as l on l.check_id = f.check_id and l.severity = f.severity
    join finding_cell as x on x.finding_id = f.finding_id and x.role = 'stated' and x.place = 1
    join typed as t on t.cell_id = x.cell_id
    where not (t.is_quantified and l.fault in ('no_value', 'vague'))  -- a number amid a sentence is a number
),

-- The first fault by rank: without a value nothing else can be said of it.
worst as (
    select
        cell_id, arg_min(fault, rank) filter (where fault <> 'copied') as fault,
        arg_min(finding_id, (rank, finding_id)) filter (where fault <> 'copied') as finding_id,
        min(finding_id) filter (where fault = 'copied') as copy_id
    from told
    group by cell_id
),

may_be_negative as (
    select distinct t.indicator_id
    from typed as t
    join below_zero_word as w on contains(concat(t.level3, t.description), w.word)
    where t.at_floor
),

judged as (
    select
        t.*, w.finding_id, w.copy_id,
        case
            when t.value_status = 'secret' then 'secret'
            when t.row_status <> 'as_printed' then 'damaged'
            when t.value_status not in ('reported', 'zero') or w.fault = 'no_value' then 'no_value'
            when t.at_floor and n.indicator_id is null then 'cannot_fail'
            when not t.is_quantified and t.said in (select word from done_word) then 'cannot_fail'
            when w.fault is not null then w.fault
            when t.is_quantified then 'measured'
            else 'state_only'
        end as strictness,
        case
            when w.fault = 'no_value' or t.value_status not in ('reported', 'zero') or t.row_status <> 'as_printed' then null
            when t.at_floor and n.indicator_id is null then 'at_floor'
            when not t.is_quantified and t.said in (select word from done_word) then 'only_done'
        end as own_rule
    from typed as t
    left join worst as w using (cell_id)
    left join may_be_negative as n using (indicator_id)
)

select
    d.region_code, d.department_id, d.fiscal_year, j.disclosure_id, j.project_id, j.project_no, j.indicator_id, j.row_no, j.type, j.strictness,
    j.own_rule, if(j.own_rule is null, j.finding_id, null) as finding_id, j.copy_id, j.is_quantified,
    j.copy_id is null and j.strictness in ('measured', 'state_only', 'unclear') as effective,
    if(length(j.words) >= 4, hash(j.words), null) as words_hash, j.cell_id
from judged as j
join named_disclosure as d using (disclosure_id)
order by d.region_code, d.department_id, d.fiscal_year, j.disclosure_id, j.project_no, j.row_no, j.indicator_id;

insert into indicator_summary
with projects as (
    select disclosure_id, count(distinct project_id) as projects from indicator_quality group by disclosure_id
),

-- A project has a type, and one that counts; of those some rest on rows that a person has to judge.
held as (
    select
        disclosure_id, project_id, type, count(*) as indicators, count(*) filter (where is_quantified) as quantified,
        count(*) filter (where effective) as effective, count(*) filter (where effective and strictness <> 'unclear') as sure,
        count(*) filter (where copy_id is not null) as copied,
        count(*) filter (where strictness = 'measured') as measured, count(*) filter (where strictness = 'state_only') as state_only,
        count(*) filter (where strictness = 'unclear') as unclear, count(*) filter (where strictness = 'cannot_fail') as cannot_fail,
        count(*) filter (where strictness = 'vague') as vague, count(*) filter (where strictness = 'no_value') as no_value,
        count(*) filter (where strictness = 'secret') as secret, count(*) filter (where strictness = 'damaged') as damaged
    from indicator_quality
    where type is not null
    group by disclosure_id, project_id, type
)

select
    d.region_code, d.department_id, d.fiscal_year, d.disclosure_id, t.level1, t.level2, t.position, p.projects,
    count(h.project_id), count(*) filter (where h.effective > 0), count(*) filter (where h.effective > 0 and h.sure = 0),
    coalesce(sum(h.indicators), 0), coalesce(sum(h.quantified), 0), coalesce(sum(h.effective), 0), coalesce(sum(h.copied), 0),
    coalesce(sum(h.measured), 0), coalesce(sum(h.state_only), 0), coalesce(sum(h.unclear), 0), coalesce(sum(h.cannot_fail), 0),
    coalesce(sum(h.vague), 0), coalesce(sum(h.no_value), 0), coalesce(sum(h.secret), 0), coalesce(sum(h.damaged), 0)
from projects as p
join named_disclosure as d using (disclosure_id)
cross join indicator_type as t
left join held as h on h.disclosure_id = p.disclosure_id and h.type = t.level2
group by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id, t.level1, t.level2, t.position, p.projects
order by d.region_code, d.department_id, d.fiscal_year, d.disclosure_id, t.position;
