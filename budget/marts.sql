-- What pages and other programs read: macros and three views of names, and tables worked out once per build from those of schema.sql.

-- What a reader has chosen: a list of keys, or everything where the list is empty.
create macro chosen(keys, key) as len(keys) = 0 or list_contains(keys, key);

-- The last place that a print shows, in yuan: '8198.64' 万元 → 100. And by how much a sum may be off for being rounded there: half
-- of that place; one worked out from a stated change has two rounded sums in it. A zero says that there is none.
create macro units_of(unit) as case unit when '亿元' then 100000000 when '万元' then 10000 else 1 end;
create macro place_of(raw, unit) as
    units_of(unit) / power(10, length(regexp_extract(raw, '\.([0-9]+)', 1)))::decimal(18, 4);
create macro half_of(raw, unit, basis, yuan) as if(yuan = 0 and basis <> 'derived', 0, place_of(raw, unit) / if(basis = 'derived', 1, 2))::decimal(18, 4);

-- Where a cell stands, to sort by: the numbers of its table or line, row and column; as text 't12r5' would come before 't9r5'.
create macro printed_at(cell_id) as
    list_transform(regexp_extract_all(substr(cell_id, strpos(cell_id, '.') + 1), '[0-9]+'), lambda n: n::integer);

-- The type that an indicator counts as: since 2021 cost may be a level of its own, with kinds below it.
create macro type_of(level1, level2) as if(level1 = '成本指标' or ends_with(level2, '成本指标'), '成本指标', level2);

create view named_department as
select department_id, region_code, region_name, department_name, concat_ws(' ', region_name, department_type) as label
from department
join region using (region_code);
comment on view named_department is 'one row per department, with the names of it and its region; label: comparable across counties';

create view named_disclosure as
select d.*, p.region_code, p.region_name, p.department_name, concat_ws(' ', p.label, d.fiscal_year) as label
from disclosure d
join named_department p using (department_id);
comment on view named_disclosure is 'one row per disclosure, with the names of its department and region, and its label';

-- Where findings begin, and with which form they have to do: worked out once, by audit_marts.sql. Cells are many, findings few.
create table finding_place (
    place integer not null, finding_id varchar not null, severity varchar not null, severity_place integer not null, family varchar not null,
    check_id varchar not null, region_code varchar not null, department_id varchar not null, fiscal_year integer not null,
    disclosure_id varchar not null, cell_id varchar not null, line_start integer not null, evaluation_id varchar);
comment on table finding_place is 'one row per finding, by its place in the list of all (the worst first): the first cell that states the claim and its line; evaluation_id: the form of self-evaluation that a finding of that family is about, that of the first cell it rests on';

create view named_finding as
select
    f.*, list_position(['error', 'warning', 'notice', 'info'], f.severity) as severity_place, c.family, c.position as check_place, c.title_zh,
    c.title_en, d.region_code, d.region_name, d.department_id, d.department_name, d.fiscal_year, d.label, p.cell_id, p.line_start
from finding f
join audit_check c using (check_id)
join named_disclosure d using (disclosure_id)
join finding_place p using (finding_id);
comment on view named_finding is 'one row per finding, with its check, its disclosure and the cell where it begins; severity_place: 1 for errors';

create view form_finding as
select p.evaluation_id, f.*
from finding_place p
join named_finding f using (finding_id)
where p.evaluation_id is not null;
comment on view form_finding is 'one row per finding about a self-evaluation form, with the form: that of the first cell it rests on';

-- What the checks say, counted. Filled by audit_marts.sql.
create table disclosure_verdict (
    region_code varchar not null, department_id varchar not null, fiscal_year integer not null, disclosure_id varchar not null, tested integer not null,
    errors integer not null, warnings integer not null, notices integer not null, infos integer not null, ties integer not null, broken integer not null, siblings integer not null);
comment on table disclosure_verdict is 'one row per disclosure: how many things were tested in it and what was found, by severity; ties: equations tested, and how many of them are broken; siblings: documents of that department and year, itself among them';

create table family_verdict (
    region_code varchar not null, department_id varchar not null, fiscal_year integer not null, disclosure_id varchar not null, family varchar not null,
    position integer not null, tested integer not null, findings integer not null, errors integer not null, worst varchar);
comment on table family_verdict is 'one row per disclosure and family of checks: how many things were tested and what was found; worst: the worst severity found, if any; position: that of the family''s first check';

create table evaluation_summary (
    region_code varchar not null, department_id varchar not null, fiscal_year integer not null, disclosure_id varchar not null, forms integer not null,
    paired integer not null, budget_yuan decimal(18, 2), arrived_yuan decimal(18, 2), executed_yuan decimal(18, 2), rated integer not null,
    scored integer not null, errors integer not null, warnings integer not null, findings integer not null, cell_ids varchar not null);
comment on table evaluation_summary is 'one row per disclosure with forms of self-evaluation: how many, and the money of those that state both what was budgeted and what was spent (paired); arrived_yuan only where all of these state it; how many state a rate and a score; what the checks of forms found; cell_ids: where the money stands, parted by spaces';

-- The disclosure that speaks for a department and year: its newest budget, the department's own rather than that of a unit.
-- Older revisions and units do not fill its gaps; final accounts say what was spent, and are no budget.
create table current_budget as
select department_id, fiscal_year, disclosure_id
from disclosure
where kind in ('budget', 'unit_budget')
qualify row_number() over (partition by department_id, fiscal_year order by kind = 'unit_budget', revision desc, disclosure_id) = 1
order by department_id, fiscal_year;
comment on table current_budget is 'one row per department and year with a budget: the disclosure that speaks for it';

-- Where the income of a budget comes from: from its summary table, else from its text.
create table income_source as
select d.department_id, d.fiscal_year, a.disclosure_id, a.measure, a.amount_yuan, a.value_status, a.basis, a.cell_id
from amount as a
join current_budget as d using (disclosure_id)
where a.side = 'income'
    and (a.table_code = 'statement' or (a.table_code = 'summary' and a.row_role = 'leaf'))
    and a.measure in ('general_budget', 'government_fund', 'state_capital', 'special_account', 'business', 'operation', 'superior_grant',
        'affiliate_payment', 'unit_funds', 'other', 'carryover')
    and a.fiscal_year = d.fiscal_year
    and a.value_status <> 'blank'
qualify row_number() over (
    partition by a.disclosure_id, a.measure order by a.amount_yuan is null, a.table_code = 'statement', a.amount_id) = 1
order by a.disclosure_id, a.measure;
comment on table income_source is 'one row per budget and source of its income that it states: this year''s revenue of each kind, and last year''s carry-over; blank ones are not there';

create table held_year as
select
    p.region_code, d.department_id, d.fiscal_year, string_agg(distinct d.kind, ' ' order by d.kind) as kinds,
    bool_or(d.kind in ('budget', 'unit_budget')) as budgeted
from disclosure d
join department p using (department_id)
group by p.region_code, d.department_id, d.fiscal_year
order by p.region_code, d.department_id, d.fiscal_year;
comment on table held_year is 'one row per department and year with a document: the kinds of its documents, parted by spaces, and whether a budget is among them';

-- Expense structure: leaf rows of the coded tables, so that nothing is summed twice. Where a document prints a table
-- again for each of its units, the first is the department's.
create table expense_structure as
with coded as (
    select a.*, c.table_no, case when a.table_code = 'general_basic' then 'economic' else 'function' end as classification
    from amount a
    join current_budget using (disclosure_id)
    join cell c using (cell_id)
    where a.basis = 'table' and a.table_code in ('expenditure', 'revenue', 'general_budget', 'government_fund', 'state_capital', 'general_basic')
    qualify c.table_no = min(c.table_no) over (partition by a.disclosure_id, a.table_code)
),
totals as (
    select disclosure_id, table_code, measure, arg_min(amount_yuan, cell_id) as total_yuan
    from coded where row_role = 'total' and amount_yuan is not null
    group by all
),
names as (
    select 'function' as classification, code, name from function_code
    union all select 'economic', code, name from economic_code
)
select
    c.disclosure_id, d.region_code, d.region_name, d.department_id, d.department_name, c.fiscal_year, c.table_code, c.classification,
    c.measure, c.item_code as code, c.item_name as name, parent.code as parent_code, parent.name as parent_name,
    left(c.item_code, 3) as class_code, class.name as class_name, c.amount_yuan,
    c.amount_yuan / nullif(t.total_yuan, 0) as share, c.cell_id
from coded c
join named_disclosure d using (disclosure_id)
left join totals t using (disclosure_id, table_code, measure)
left join names parent on parent.classification = c.classification and len(c.item_code) > 3 and parent.code = left(c.item_code, len(c.item_code) - 2)
left join names class on class.classification = c.classification and class.code = left(c.item_code, 3)
where c.row_role = 'leaf' and c.amount_yuan is not null
order by d.region_code, d.department_id, c.fiscal_year, c.table_code, c.measure, c.item_code;
comment on table expense_structure is 'one row per disclosure, table, measure and leaf item, with its share of that table''s printed total';

-- Three public funds as budgeted: a number from the table, else from the sentence, else what is known of the gap.
create table three_public_funds as
with components (component, position) as (
    values ('overseas', 1), ('vehicle_purchase', 2), ('vehicle_operation', 3), ('reception', 4), ('total', 5)
),
candidates as (
    select
        d.department_id, a.fiscal_year, a.item_code as component, a.amount_yuan, a.basis, a.value_status, a.disclosure_id, a.cell_id,
        half_of(a.amount_raw, a.unit, a.basis, a.amount_yuan) as half_yuan,
        case when a.amount_yuan is null then 3 else 0 end + case a.basis when 'table' then 0 when 'prose' then 1 else 2 end as rank
    from amount a
    join current_budget d using (disclosure_id)
    where a.table_code = 'three_public' and a.measure = 'total' and a.item_code in (select component from components)
),
-- A gap can be told only where the document is at hand; of a year known from a change there is just what could be derived.
-- A table that was refused is there and could not be read: that is no silence of the department.
held as (
    select department_id, fiscal_year, bool_or(coalesce(refused, false)) as refused
    from current_budget
    left join (select disclosure_id, true as refused from document_table where table_code = 'three_public' and status = 'refused') using (disclosure_id)
    group by all
),
filled as (
    select * from candidates
    union all
    select h.department_id, h.fiscal_year, c.component, null, if(h.refused, 'table', 'prose'), if(h.refused, 'unreadable', 'not_disclosed'), null, null, null, 9
    from held h cross join components c
),
best as (
    select * from filled
    qualify row_number() over (partition by department_id, fiscal_year, component order by rank, disclosure_id, printed_at(cell_id)) = 1
)
select p.region_code, p.region_name, b.department_id, p.department_name, b.fiscal_year, b.component, b.amount_yuan, b.basis, b.value_status, b.disclosure_id, b.cell_id,
    if(b.amount_yuan is null, null, b.half_yuan) as half_yuan
from best b
join named_department p using (department_id)
join components c using (component)
order by p.region_code, b.department_id, b.fiscal_year, c.position;
comment on table three_public_funds is 'one row per department, year and component; basis derived: only known from the change that the next year states; not_disclosed: the document at hand gives no figure; unreadable: its table was refused; half_yuan: by how much the sum may be off for being rounded in print';

-- Indicator coverage: every project against every expected type.
create view indicator_type as
select * from (
    values ('产出指标', '数量指标', 1), ('产出指标', '质量指标', 2), ('产出指标', '时效指标', 3), ('产出指标', '成本指标', 4),
        ('效益指标', '经济效益指标', 5), ('效益指标', '社会效益指标', 6), ('效益指标', '生态效益指标', 7), ('效益指标', '可持续影响指标', 8),
        ('满意度指标', '服务对象满意度指标', 9)
) as types (level1, level2, position);
comment on view indicator_type is 'one row per type of indicator that is expected, in the order of the forms';

create table indicator_coverage as
with rows_read as (
    select
        i.project_id, i.type, i.is_quantified, i.value_status = 'secret' as secret,
        i.value_status <> 'secret' and first_value(i.type) over (
            partition by i.project_id, i.level3, i.description, i.value_raw order by i.row_no
        ) <> i.type as copied
    from (select *, type_of(level1, level2) as type from indicator) i
)
select
    p.disclosure_id, p.project_id, t.level1, t.level2, count(r.project_id) as indicators,
    count(*) filter (where r.is_quantified) as quantified,
    count(*) filter (where not r.copied) as distinct_indicators,
    count(*) filter (where r.secret) as secret
from project p
join disclosure d using (disclosure_id)
cross join indicator_type t
left join rows_read r on r.project_id = p.project_id and r.type = t.level2
where exists (select 1 from indicator i where i.project_id = p.project_id)
group by all
order by any_value(d.fiscal_year), p.disclosure_id, any_value(p.project_no), any_value(t.position);
comment on table indicator_coverage is 'one row per project and expected level 2, zero rows included, all kinds of cost as one; distinct_indicators leaves out rows that repeat name, description and value of another type; secret rows count as indicators';

-- What indicators are worth: whether their targets can be tested and missed, by what the checks say of them. Filled by
-- audit_quality.sql, once there are findings.
create table indicator_quality (
    region_code varchar not null, department_id varchar not null, fiscal_year integer not null, disclosure_id varchar not null,
    project_id varchar not null, project_no integer not null, indicator_id varchar not null, row_no integer not null, type varchar,
    strictness varchar not null check (strictness in ('measured', 'state_only', 'unclear', 'cannot_fail', 'vague', 'no_value', 'secret', 'damaged')),
    own_rule varchar check (own_rule in ('at_floor', 'only_done')), finding_id varchar, copy_id varchar, is_quantified boolean not null,
    effective boolean not null, words_hash ubigint, cell_id varchar not null);
comment on table indicator_quality is 'one row per indicator: type (level 2, all kinds of cost as one), how strict its target is and why (own_rule, or the finding finding_id; copy_id: the finding that it repeats another row); effective: can be tested, can be missed, repeats nothing; words_hash: of its name and description without digits';

create table indicator_summary (
    region_code varchar not null, department_id varchar not null, fiscal_year integer not null, disclosure_id varchar not null,
    level1 varchar not null, level2 varchar not null, position integer not null, projects integer not null, nominal integer not null,
    effective integer not null, doubtful integer not null, indicators integer not null, quantified integer not null,
    effective_indicators integer not null, copied integer not null, measured integer not null, state_only integer not null, unclear integer not null,
    cannot_fail integer not null, vague integer not null, no_value integer not null, secret integer not null, damaged integer not null);
comment on table indicator_summary is 'one row per disclosure with indicators and expected type: projects that have it (nominal), that have one that is effective, and of these those that rest on rows a person has to judge (doubtful); then numbers of indicators, the last eight of which add up to all';

-- Headline figures of a department and year, as budgeted: final accounts say what was spent, and are left out.
create table department_year as
with candidates as (
    select
        d.department_id, a.fiscal_year, a.amount_yuan, a.value_status, a.basis, a.disclosure_id, a.cell_id,
        half_of(a.amount_raw, a.unit, a.basis, a.amount_yuan) as half_yuan,
        case
            when a.table_code = 'expenditure' and a.row_role = 'total' and a.measure in ('total', 'basic', 'project') then a.measure
            when a.table_code = 'summary' and a.side = 'expenditure' and a.row_role = 'total' then 'total'
            when a.table_code = 'summary' and a.side = 'income' and a.item_code = 'current_year' then 'revenue'
            when a.table_code = 'revenue' and a.row_role = 'total' and a.measure = 'current_year' then 'revenue'
            when a.table_code = 'revenue' and a.row_role = 'total' and a.measure = 'carryover' then 'carryover'
            when a.table_code = 'summary' and a.measure = 'carryover' and a.item_code is null then 'carryover'
            when a.table_code = 'general_basic' and a.row_role = 'total' and a.measure in ('personnel', 'public') then a.measure
            when a.table_code = 'appropriation' and a.side = 'expenditure' and a.row_role = 'total' and a.measure in ('general_budget', 'government_fund') then a.measure
            when a.table_code = 'operating' and a.row_role = 'total' then 'operating'
            when a.table_code = 'procurement' and a.row_role = 'total' and a.measure = 'total' then 'procurement'
            when a.table_code = 'statement' and a.side = 'income' and a.item_code is null and a.measure = 'total' then 'revenue'
            when a.table_code = 'statement' and a.side = 'income' and a.item_code is null and a.measure = 'carryover' then 'carryover'
            when a.table_code = 'statement' and a.side = 'expenditure' and a.item_code is null
                and a.measure in ('total', 'basic', 'project', 'personnel', 'public', 'procurement', 'general_budget', 'government_fund') then a.measure
            when a.table_code = 'statement' and a.side = 'expenditure' and a.item_code = 'general_budget' and a.measure in ('personnel', 'public') then a.measure
            when a.table_code = 'statement' and a.side = 'none' and a.measure = 'assets' then 'assets'
        end as measure,
        case a.table_code when 'expenditure' then 1 when 'general_basic' then 1 when 'appropriation' then 1 when 'summary' then 2 when 'revenue' then 3 else 4 end as rank
    from amount a
    join current_budget d using (disclosure_id)
    union all
    select department_id, fiscal_year, amount_yuan, value_status, basis, disclosure_id, cell_id, half_yuan, 'three_public', 1
    from three_public_funds
    where component = 'total' and cell_id is not null
    union all
    select d.department_id, d.fiscal_year, a.amount_yuan, a.value_status, 'table', a.disclosure_id, a.cell_id, null, 'assets', 1
    from asset a
    join current_budget d using (disclosure_id)
    where a.item = 'total'
    union all
    select d.department_id, d.fiscal_year, null, if(count(r.disclosure_id) > 0, 'unreadable', 'not_disclosed'), 'table', d.disclosure_id, null, null, m.measure, 9
    from current_budget d
    cross join (values
        ('total', ['expenditure', 'summary']), ('basic', ['expenditure']), ('project', ['expenditure']), ('revenue', ['revenue', 'summary']),
        ('carryover', ['revenue', 'summary']), ('personnel', ['general_basic']), ('public', ['general_basic']), ('operating', []),
        ('three_public', ['three_public']), ('procurement', ['procurement']), ('assets', ['assets']), ('government_fund', ['appropriation']),
        ('general_budget', ['appropriation'])
    ) m (measure, tables)
    left join document_table r on r.disclosure_id = d.disclosure_id and r.status = 'refused' and list_contains(m.tables, r.table_code)
    group by all
)
select
    c.department_id, p.region_code, c.fiscal_year, c.measure, c.amount_yuan, c.value_status, c.basis, c.disclosure_id, c.cell_id,
    if(c.amount_yuan is null, null, c.half_yuan) as half_yuan
from candidates c
join department p using (department_id)
left join cell place using (cell_id)
where c.measure is not null
qualify row_number() over (
    partition by c.department_id, c.fiscal_year, c.measure
    order by c.amount_yuan is null, c.basis = 'derived', c.rank, c.disclosure_id, place.table_no, c.cell_id
) = 1
order by p.region_code, c.department_id, c.fiscal_year, c.measure;
comment on table department_year is 'one row per department, year and headline measure; basis derived: only known from a stated change; not_disclosed: the disclosure of that year gives no figure; unreadable: the table that has it was refused; half_yuan: by how much the sum may be off for being rounded in print';

create table disclosure_coverage as
select p.region_code, d.department_id, d.fiscal_year, d.disclosure_id, d.kind, s.section_code, s.status
from section s
join disclosure d using (disclosure_id)
join department p using (department_id)
order by p.region_code, d.department_id, d.fiscal_year, d.disclosure_id;
comment on table disclosure_coverage is 'one row per disclosure and section or table expected of its kind: what was published, and what was not';

-- Names to search in. A word is sought with `contains` in distinct names: full-text indexes miss words of two characters.
create table known_name as
with met as (
    select 'department' as kind, department_name as name, disclosure_id
    from named_disclosure
    union all
    select 'project', project_name, disclosure_id from project
    union all
    select 'indicator', coalesce(i.level3, i.description), p.disclosure_id
    from indicator i
    join project p using (project_id)
    union all
    select 'item', item_name, disclosure_id
    from amount
    where item_code is not null and measure = 'total'
        and table_code in ('expenditure', 'general_budget', 'government_fund', 'state_capital', 'general_basic')
)
select kind, name, count(*) as times, count(distinct disclosure_id) as disclosures
from met
where name is not null
group by kind, name
order by kind, name;
comment on table known_name is 'one row per kind of name (department, project, indicator, item of expenditure) and distinct spelling: how often it is met, and in how many disclosures';

-- The same, counted for all departments of a region: the overview of a whole province need not walk every document.
create table publication as
select
    region_code, fiscal_year, section_code, count(*)::integer as required, count(*) filter (where status = 'present')::integer as present,
    count(*) filter (where status = 'empty_with_note')::integer as empty_with_note, count(*) filter (where status = 'empty')::integer as empty,
    count(*) filter (where status = 'absent')::integer as absent, min(disclosure_id) as first_id
from disclosure_coverage
group by region_code, fiscal_year, section_code
order by region_code, fiscal_year, section_code;
comment on table publication is 'one row per region, year and section or table: how many disclosures are expected to have it, and what became of it in them; first_id: one of them';

create table disclosure_size as
with tables as (select disclosure_id, count(*) as n from document_table group by all),
amounts as (select disclosure_id, count(*) as n from amount where amount_yuan is not null group by all),
targets as (
    select p.disclosure_id, count(distinct p.project_id) as projects, count(*) as indicators
    from project p
    join indicator using (project_id)
    group by all
),
forms as (select p.disclosure_id, count(*) as n from project p join evaluation using (project_id) group by all),
gaps as (select disclosure_id, count(*) as n from unread where is_data group by all)
select
    p.region_code, d.department_id, d.fiscal_year, d.disclosure_id, coalesce(tables.n, 0)::integer as tables,
    coalesce(amounts.n, 0)::integer as amounts, coalesce(targets.projects, 0)::integer as projects,
    coalesce(targets.indicators, 0)::integer as indicators, coalesce(forms.n, 0)::integer as evaluations, coalesce(gaps.n, 0)::integer as unread
from disclosure d
join department p using (department_id)
left join tables using (disclosure_id)
left join amounts using (disclosure_id)
left join targets using (disclosure_id)
left join forms using (disclosure_id)
left join gaps using (disclosure_id)
order by p.region_code, d.department_id, d.fiscal_year, d.disclosure_id;
comment on table disclosure_size is 'one row per disclosure: how many tables, sums of money, projects with indicators, indicators, forms of self-evaluation it holds, and how much data that could not be read';
