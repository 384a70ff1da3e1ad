-- check: cross_table_equal
-- title: 同一项在两张表中不等 | One item differs between two tables
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 同一科目或合计在两张表中应当相等（对应关系见 data/audit/same_figure.csv）；支出总表每一科目 = 三类资金各表之和，有非财政资金时不得小于其和；差一万倍的
--     见“金额单位混用” | One code or total must be equal in two tables (which ones: data/audit/same_figure.csv); each code of the
--     expenditure table = the sum of the three fund tables, or no less where there is other money; a factor of 10,000 is
--     left to mixed_money_units
with sheets as (
    select
        disclosure_id, table_code, table_no, row_number() over (partition by disclosure_id, table_code order by table_no) as copy,
        count(*) over (partition by disclosure_id, table_code) as copies,
        count(*) filter (where status = 'refused') over (partition by disclosure_id, table_code) > 0 as any_refused
    from document_table
),

placed as (
    select f.*, coalesce(f.item_code, 'total') as item, s.copy, s.copies
    from figure as f
    join sheets as s using (disclosure_id, table_no, table_code)
    where f.value_status in ('reported', 'zero', 'blank') and not s.any_refused
        and (f.item_code is not null or f.row_role = 'total' or f.side = 'income')  -- 人行科目 has no code
),

-- How long the codes are that a table prints; a table without a single row leaves nothing out.
depth as (
    select s.disclosure_id, s.table_code, s.copy, s.copies, 
        list(distinct len(p.item)) filter (where regexp_full_match(p.item, '\d+')) as lengths, count(p.amount_id) = 0 as is_empty,
        coalesce(any_value(w.name), s.table_code) as table_zh, coalesce(any_value(w.name_en), s.table_code) as table_en
    from sheets as s
    left join placed as p using (disclosure_id, table_no, table_code)
    left join statutory_table as w on w.section_code = 'table_' || s.table_code
    where not s.any_refused
    group by s.disclosure_id, s.table_code, s.copy, s.copies
),

rules as (select *, rowid as rule_no from same_figure where table_code <> 'statement'),

one as (
    select p.amount_id, r.rule_no, p.disclosure_id, p.copy, p.copies, p.item as item, r.item = '*' as of_codes
    from placed as p
    join rules as r on r.table_code = p.table_code and r.side = p.side and r.measure = p.measure
    where (r.item = p.item or r.item = '*' and regexp_full_match(p.item, '\d+'))
        and (r.kind = 'any' or (r.kind = 'final_accounts') = (p.kind = 'final_accounts'))
),

other as (
    select p.amount_id, r.rule_no, p.disclosure_id, p.copy, p.copies, if(r.held_item = '*', p.item, r.item) as item, r.held_item = '*' as of_codes
    from placed as p
    join rules as r on r.held_table = p.table_code and r.held_side = p.side and r.held_measure = p.measure
    where (r.held_item = p.item or r.held_item = '*' and regexp_full_match(p.item, '\d+'))
        and (r.kind = 'any' or (r.kind = 'final_accounts') = (p.kind = 'final_accounts'))
),

-- A code that only one of the two tables prints counts as blank in the other, when that one prints codes as deep.
pairs as (
    select
        coalesce(a.amount_id, b.amount_id) as stated_id, if(a.amount_id is null, null, b.amount_id) as held_id,
        if(a.amount_id is null, r.table_code, r.held_table) as absent_from, coalesce(a.of_codes, b.of_codes) as of_codes, disclosure_id, copy, copies, item
    from one as a
    full join other as b using (disclosure_id, copy, copies, rule_no, item)
    join rules as r using (rule_no)
),

compared as (
    select
        x.stated_id, [q.cell_id] as expected_cells, q.table_zh as q_zh, q.table_en as q_en, concat(q.item_name, ' ', q.measure_zh) as q_name,
        q.amount_yuan as held_yuan, q.amount_yuan is not null as given, 1 as figures, q.place, '=' as sign, null as terms
    from pairs as x
    join figure as q on q.amount_id = x.held_id
    union all
    select x.stated_id, [], d.table_zh, d.table_en, null, 0, false, 1, 0, '=', null
    from pairs as x
    join depth as d on d.disclosure_id = x.disclosure_id and d.table_code = x.absent_from and d.copy = x.copy and d.copies = x.copies
    where x.held_id is null and x.of_codes and (d.is_empty or list_contains(d.lengths, len(x.item)))
),

-- The expenditure table against the three fund tables together.
funds as (
    select
        disclosure_id, copy, copies, item, measure, coalesce(sum(amount_yuan), 0) as held_yuan, count(amount_yuan) as figures,
        string_agg(plain_money(amount_yuan, unit), ' + ' order by table_no) filter (where amount_yuan is not null) as terms,
        list(cell_id order by table_no) as cells, count(distinct unit) as units
    from placed
    where table_code in ('general_budget', 'government_fund', 'state_capital') and measure in ('total', 'basic', 'project')
    group by all
),

three as (
    select disclosure_id, copy, copies, list(lengths) filter (where not is_empty) as lengths
    from depth
    where table_code in ('general_budget', 'government_fund', 'state_capital')
    group by all
    having count(*) = 3
),

-- Nothing but appropriations: then the three must make the whole.
only_funds as (
    select e.disclosure_id, e.copy, e.copies, bool_or(e.amount_yuan = o.amount_yuan) as equal
    from placed as e
    join placed as o on o.disclosure_id = e.disclosure_id and o.copy = e.copy and o.copies = e.copies
    where e.item in ('total', 'current_year') and o.item = e.item and e.measure = 'total' and o.measure = 'total' and e.side = 'expenditure'
        and o.side = 'expenditure' and e.table_code = 'summary' and o.table_code = 'appropriation'
    group by all
),

spent as (
    select
        e.amount_id, e.amount_yuan, coalesce(f.held_yuan, 0) as held_yuan, coalesce(f.figures, 0) as figures, coalesce(f.terms, '0') as terms,
        coalesce(f.cells, []) as cells, coalesce(o.equal, false) as equal
    from placed as e
    join three as t using (disclosure_id, copy, copies)
    left join funds as f using (disclosure_id, copy, copies, item, measure)
    left join only_funds as o using (disclosure_id, copy, copies)
    where coalesce(f.units, 1) = 1 and e.table_code = 'expenditure' and e.measure in ('total', 'basic', 'project')
        and (e.item = 'total' or len(list_filter(t.lengths, lambda l: not coalesce(list_contains(l, len(e.item)), false))) = 0)
),

held as (
    select
        h.* replace (
            coalesce(h.held_yuan, 0) as held_yuan, coalesce(h.q_name, p.item_name) as q_name,
            coalesce(h.terms, plain_money(coalesce(h.held_yuan, 0), p.unit)) as terms
        ),
        coalesce(p.amount_yuan, 0) - coalesce(h.held_yuan, 0) as difference,
        if(sign = '≥' and difference > 0, null, graded(difference, figures, greatest(p.place, h.place))) as grade
    from (
        from compared
        union all
        select
            amount_id, cells, '三类资金支出表', 'the three fund tables', null, held_yuan, figures > 0, greatest(figures, 1), 0, if(equal, '=', '≥'), terms
        from spent
        where equal or coalesce(amount_yuan, 0) < held_yuan or figures > 0
    ) as h
    join figure as p on p.amount_id = h.stated_id
    where (p.amount_yuan is not null or h.given)
        and not coalesce(h.held_yuan <> 0 and (p.amount_yuan = h.held_yuan * 10000 or p.amount_yuan * 10000 = h.held_yuan), false)
)

select
    disclosure_id,
    concat_ws(' ', p.table_zh, if(p.copy_no > 1, p.copy_no, null), p.item_code, p.item_name, p.measure_zh, '—', q_zh) as subject,
    grade as severity, coalesce(money(p.amount_yuan, p.unit), '—') as stated,
    concat(if(sign = '≥', '≥ ', ''), if(given, money(held_yuan, p.unit), '—')) as expected, difference as difference_yuan,
    concat_ws(
        ' ', coalesce(plain_money(p.amount_yuan, p.unit), '0'), case when difference = 0 then '=' when grade is null then '≥' else '≠' end, terms
    ) as arithmetic,
    concat(p.table_zh, '“', p.item_name, '”的', p.measure_zh, '为', coalesce(money(p.amount_yuan, p.unit), '空白'), '，', q_zh, '的“', q_name, '”',
        case when given then concat('为', money(held_yuan, p.unit), if(sign = '≥', '（总额不应小于它）', ''))
            when expected_cells = [] then '没有印出' else '为空白' end, '，相差', money(abs(difference), p.unit),
        if(grade = 'notice', '，可由四舍五入解释', ''), '。') as message_zh,
    concat(p.table_en, ': ', p.measure_en, ' of "', p.item_name, '" is ', coalesce(money(p.amount_yuan, p.unit), 'blank'),
        ', but in ', q_en, ' ("', q_name, '") it is ',
        case when given then money(held_yuan, p.unit) || if(sign = '≥', ' (the whole can be no less)', '')
            when expected_cells = [] then 'not printed' else 'blank' end, ', a difference of ', money(abs(difference), p.unit),
        if(grade = 'notice', '; rounding explains it', ''), '.') as message_en,
    [p.cell_id] as stated_cells, expected_cells
from held
join figure as p on p.amount_id = stated_id
