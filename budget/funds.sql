-- What the pages on the three public funds 三公 read, worked out once per build. Reads amount, asset, mention and change_reason of the
-- facts, current_budget, disclosure and three_public_funds of marts.sql. Unit: yuan.

-- What a word of a stated reason tells of its kind; the page shows the text beside it.
create table change_reason as
select row_number() over ()::integer as position, category, word, sentence, source from reference_change_reason;
comment on table change_reason is 'one row per word that puts a stated reason for a change into a category, the first in order before others; sentence: one that the word was met in, or its gist (大意); source: where';

-- Everything that budgets say of the three public funds, once: what a document says again, in another table or sentence, is left out.
-- A change said of several at once (公务接待费…、会议费…均与上年持平) is said of each.
-- 合计 of a table that has a row neither for the three public funds nor for meetings or training is their total.
create table three_public_item as
with said as (
    select
        d.department_id, a.fiscal_year, a.disclosure_id,
        unnest(string_split(if(
            a.item_code = 'all' and a.basis = 'table' and not bool_or(a.basis = 'table' and a.item_code in ('total', 'meeting', 'training')) over (partition by a.disclosure_id),
            'total', a.item_code), '+')) as component,
        a.measure, a.basis,
        a.amount_yuan, a.value_status, a.amount_raw, a.unit, place_of(a.amount_raw, a.unit)::decimal(18, 4) as place_yuan,
        half_of(a.amount_raw, a.unit, a.basis, a.amount_yuan)::decimal(18, 4) as half_yuan, a.cell_id
    from amount as a
    join current_budget as d using (disclosure_id)
    where a.table_code = 'three_public'
)
select p.region_code, s.*
from said as s
join department as p using (department_id)
where s.component in ('overseas', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception', 'total')
qualify row_number() over (
    partition by s.disclosure_id, s.fiscal_year, s.component, s.measure, s.basis order by s.value_status = 'unreadable', printed_at(s.cell_id)
) = 1
order by p.region_code, s.department_id, s.fiscal_year, s.disclosure_id, s.component, s.measure, s.basis;
comment on table three_public_item is 'one row per budget that speaks for its department, year, component, measure and basis; component vehicles: both vehicle components together; measure change: on the year before; place_yuan: the last place that the print shows';

-- The number of vehicles of a department at the end of the year before, where its table of assets says it, once.
create table vehicle_count as
select
    d.department_id, d.fiscal_year, d.disclosure_id,
    if(count(*) = 1, any_value(a.quantity), null) as vehicles,
    case when count(*) > 1 then 'several_tables' when any_value(a.quantity) = 0 then 'zero'
        when any_value(a.quantity) is not null then 'reported' when any_value(a.value_status) in ('reported', 'zero') then 'blank'
        else any_value(a.value_status) end as vehicles_status,
    any_value(a.as_of) as as_of, min(a.cell_id) as vehicles_cell_id
from asset as a
join current_budget as d using (disclosure_id)
where a.item = 'vehicles'
group by d.department_id, d.fiscal_year, d.disclosure_id
order by d.department_id, d.fiscal_year;
comment on table vehicle_count is 'one row per department and year whose table of assets has a row of vehicles; several_tables: which of them is the department''s own cannot be told';

-- Changes on the year before: as the text states them, else the difference of two budgets; with the reason that the text gives.
create table three_public_change as
with this_year as (
    select department_id, fiscal_year, component, amount_yuan, half_yuan, basis, cell_id
    from three_public_funds
    where basis <> 'derived'
    union all
    select department_id, fiscal_year, component, amount_yuan, half_yuan, basis, cell_id
    from three_public_item
    where component = 'vehicles' and measure = 'total' and basis <> 'derived'
    qualify row_number() over (partition by department_id, fiscal_year order by amount_yuan is null, basis = 'prose') = 1
),

stated as (
    select disclosure_id, component, amount_yuan as change_yuan, half_yuan, cell_id
    from three_public_item
    where measure = 'change' and basis = 'prose'
),

-- Each text once, held against the words: the first category (in the order of the list) of which it has a word.
sorted as (
    select said.text, arg_min(w.category, w.position) as category, arg_min(w.word, w.position) as word
    from (select distinct text from mention where kind = 'reason') as said
    join change_reason as w on contains(regexp_replace(said.text, '\s', '', 'g'), w.word)
    group by said.text
),

reasoned as (
    select m.disclosure_id, m.value as component, m.text as reason, coalesce(s.category, 'unsorted') as category, s.word, m.cell_id
    from mention as m
    left join sorted as s using (text)
    where m.kind = 'reason'
    qualify row_number() over (partition by m.disclosure_id, m.value order by printed_at(m.cell_id)) = 1
),

-- A reason for the vehicles together is one for either of their components, and the other way round.
shared (component, other, nearness) as (
    values ('total', 'total', 1), ('overseas', 'overseas', 1), ('reception', 'reception', 1), ('vehicles', 'vehicles', 1),
        ('vehicle_purchase', 'vehicle_purchase', 1), ('vehicle_operation', 'vehicle_operation', 1), ('vehicle_purchase', 'vehicles', 2),
        ('vehicle_operation', 'vehicles', 2), ('vehicles', 'vehicle_operation', 2), ('vehicles', 'vehicle_purchase', 3)
),

explained as (
    select r.disclosure_id, s.component, r.reason, r.category, r.word, r.cell_id, s.nearness = 1 as own
    from reasoned as r
    join shared as s on s.other = r.component
    qualify row_number() over (partition by r.disclosure_id, s.component order by s.nearness) = 1
),

joined as (
    select
        d.department_id, d.fiscal_year, d.disclosure_id, c.component, t.amount_yuan, t.cell_id,
        coalesce(s.change_yuan, t.amount_yuan - b.amount_yuan)::decimal(18, 2) as change_yuan,
        case when s.change_yuan is not null then 'prose' when t.amount_yuan - b.amount_yuan is not null then 'derived' end as basis,
        coalesce(s.cell_id, b.cell_id) as change_cell_id, b.amount_yuan as before_yuan, b.cell_id as before_cell_id,
        s.change_yuan is not null and abs(t.amount_yuan - s.change_yuan - b.amount_yuan) > t.half_yuan + s.half_yuan + b.half_yuan as contradicts,
        e.reason, e.category, e.word, e.cell_id as reason_cell_id, e.own,
        bool_or(e.own) over (partition by d.disclosure_id) as explained
    from current_budget as d
    cross join (select distinct component from shared) as c
    left join this_year as t on t.department_id = d.department_id and t.fiscal_year = d.fiscal_year and t.component = c.component
    left join this_year as b on b.department_id = d.department_id and b.fiscal_year = d.fiscal_year - 1 and b.component = c.component
    left join stated as s on s.disclosure_id = d.disclosure_id and s.component = c.component
    left join explained as e on e.disclosure_id = d.disclosure_id and e.component = c.component
)
select
    p.region_code, j.department_id, j.fiscal_year, j.disclosure_id, j.component, j.amount_yuan, j.change_yuan, j.basis,
    (j.amount_yuan - j.change_yuan)::decimal(18, 2) as base_yuan,
    case when j.change_yuan is null then 'not_stated' when j.change_yuan > 0 then 'grew' when j.change_yuan < 0 then 'shrank' else 'unchanged' end
        as direction,
    j.before_yuan, coalesce(j.contradicts, false) as contradicts, j.reason,
    -- A total whose parts have reasons is not without.
    coalesce(j.category, if(j.component = 'total' and j.explained, 'in_parts', 'no_reason')) as category, j.word,
    j.cell_id, j.change_cell_id, j.before_cell_id, j.reason_cell_id
from joined as j
join department as p using (department_id)
where j.change_yuan is not null or j.own
order by p.region_code, j.department_id, j.fiscal_year, j.component;
comment on table three_public_change is 'one row per department, year and component with a change on the year before (basis prose: stated; derived: this budget less that of the year before) or a reason for one; base_yuan: this year less the change; before_yuan: the budget of the year before, where it is held; contradicts: the two differ by more than rounding';

-- What is known of every component in every year that a disclosure is for, or that a stated change tells of.
create table three_public_known as
with component (component, position) as (
    values ('overseas', 1), ('vehicles', 2), ('vehicle_purchase', 3), ('vehicle_operation', 4), ('reception', 5), ('total', 6)
),

place_year as (
    select
        department_id, fiscal_year, min(disclosure_id) as disclosure_id,
        case
            when bool_or(kind in ('budget', 'unit_budget')) then 'not_disclosed'
            when bool_or(kind in ('stated change', 'final_accounts')) then 'not_held'
            else 'not_expected'
        end as gap
    from (
        select department_id, fiscal_year, disclosure_id, kind from disclosure
        union all
        select department_id, fiscal_year, disclosure_id, 'stated change' from three_public_item where basis = 'derived'
    )
    group by department_id, fiscal_year
),

-- Both vehicle components together: as printed, else their sum where both are known.
known as (
    select department_id, fiscal_year, component, amount_yuan, half_yuan, value_status, basis, disclosure_id, cell_id from three_public_funds
    union all
    (
        select department_id, fiscal_year, component, amount_yuan, half_yuan, value_status, basis, disclosure_id, cell_id
        from (
            select department_id, fiscal_year, component, amount_yuan, half_yuan, value_status, basis, disclosure_id, cell_id,
                case basis when 'table' then 1 when 'prose' then 2 else 4 end as rank
            from three_public_item
            where component = 'vehicles' and measure = 'total'
            union all
            select department_id, fiscal_year, 'vehicles', sum(amount_yuan), sum(half_yuan), if(sum(amount_yuan) = 0, 'zero', 'reported'), 'derived',
                max_by(disclosure_id, amount_yuan), max_by(cell_id, amount_yuan), 3
            from three_public_funds
            where component in ('vehicle_purchase', 'vehicle_operation')
            group by department_id, fiscal_year
            having count(amount_yuan) = 2
        )
        qualify row_number() over (partition by department_id, fiscal_year order by amount_yuan is null, rank) = 1
    )
),

printed as (
    select disclosure_id, component, value_status as table_status
    from three_public_item
    where measure = 'total' and basis = 'table'
)
select
    p.region_code, y.department_id, y.fiscal_year, c.component, c.position, k.amount_yuan, if(k.amount_yuan is null, null, k.half_yuan) as half_yuan,
    coalesce(k.value_status, y.gap) as value_status, k.basis,
    case when k.basis = 'derived' and k.amount_yuan is not null then 'derived' else coalesce(k.value_status, y.gap) end as status,
    t.table_status,
    -- The two together stand for their parts where neither is known; else they would be counted twice.
    case
        when c.component = 'vehicles' then k.amount_yuan is not null and count(k.amount_yuan) filter (where c.component like 'vehicle\_%' escape '\') over of_year = 0
        when c.component in ('vehicle_purchase', 'vehicle_operation')
            then count(k.amount_yuan) filter (where c.component like 'vehicle\_%' escape '\') over of_year > 0
                or count(k.amount_yuan) filter (where c.component = 'vehicles') over of_year = 0
        else true
    end as is_part,
    coalesce(k.disclosure_id, y.disclosure_id) as disclosure_id, k.cell_id
from place_year as y
cross join component as c
join department as p using (department_id)
left join known as k on k.department_id = y.department_id and k.fiscal_year = y.fiscal_year and k.component = c.component
left join printed as t on t.disclosure_id = k.disclosure_id and t.component = c.component and k.basis <> 'derived'
window of_year as (partition by y.department_id, y.fiscal_year)
order by p.region_code, y.department_id, y.fiscal_year, c.position;
comment on table three_public_known is 'one row per department, year and component, vehicles (both vehicle components) and total included; status: the value status, derived, not_held where the store has no budget of that year, not_expected where the only document of the year is of a kind that does not carry them; table_status: what the table has where the text may have more; is_part: drawn as a part of the total';

-- The same component in the table and in the text. A sentence about the general budget alone is held against that column; where a
-- document has several tables of its units, which of them the text speaks of cannot be told.
create table three_public_pair as
with spoken as (
    select i.disclosure_id, if(bool_or(contains(c.column_header, '一般公共预算')), 'general_budget', 'total') as measure
    from three_public_item as i
    join cell as c using (cell_id)
    where i.basis = 'prose' and i.component = 'total' and i.measure = 'total'
    group by i.disclosure_id
),

tables as (
    select disclosure_id, count(*) > 1 as several from document_table where table_code = 'three_public' group by disclosure_id
),

printed as (
    select i.*
    from three_public_item as i
    left join spoken as s using (disclosure_id)
    where i.basis = 'table' and i.measure = coalesce(s.measure, 'total')
),

paired as (
    select
        coalesce(t.region_code, s.region_code) as region_code, coalesce(t.department_id, s.department_id) as department_id,
        coalesce(t.fiscal_year, s.fiscal_year) as fiscal_year, coalesce(t.disclosure_id, s.disclosure_id) as disclosure_id,
        coalesce(t.component, s.component) as component, coalesce(t.measure, 'total') as measure,
        t.amount_yuan as table_yuan, t.amount_raw as table_raw, coalesce(t.value_status, 'not_disclosed') as table_status, t.cell_id as table_cell_id,
        s.amount_yuan as prose_yuan, s.amount_raw as prose_raw, coalesce(s.value_status, 'not_disclosed') as prose_status, s.cell_id as prose_cell_id,
        (t.amount_yuan - s.amount_yuan)::decimal(18, 2) as difference_yuan, coalesce(t.half_yuan, 0) + coalesce(s.half_yuan, 0) as half_yuan,
        least(t.place_yuan, s.place_yuan) as place_yuan, if(units_of(t.unit) >= units_of(s.unit), t.unit, s.unit) as unit
    from printed as t
    full join (select * from three_public_item where basis = 'prose' and measure = 'total') as s
        on s.disclosure_id = t.disclosure_id and s.component = t.component
)
select
    q.* exclude (place_yuan, half_yuan, unit),
    case
        when coalesce(n.several, false) then 'several_tables'
        when q.difference_yuan = 0 then 'equal'
        when abs(q.difference_yuan) <= q.half_yuan then 'rounding'
        when q.difference_yuan is not null then 'differs'
        when q.table_yuan is not null then 'table_only'
        when q.prose_yuan is not null then 'prose_only'
        else 'neither'
    end as agreement,
    -- In the unit and to the last place that either prints: '0.05 万元'.
    left(
        (q.difference_yuan / units_of(q.unit))::decimal(18, 8)::varchar,
        length((q.difference_yuan / units_of(q.unit))::decimal(18, 8)::varchar) - 8
            + coalesce(nullif(round(log10(units_of(q.unit) / q.place_yuan)), 0), -1)::integer
    ) || ' ' || q.unit as difference
from paired as q
left join tables as n using (disclosure_id)
order by q.region_code, q.department_id, q.fiscal_year, q.disclosure_id, q.component;
comment on table three_public_pair is 'one row per budget and component that its table or its text names: both figures as printed, and the difference (table less text) to the last place printed';
