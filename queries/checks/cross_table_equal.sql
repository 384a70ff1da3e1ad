-- check: cross_table_equal
-- title: 同一项在两张表中不等 | One item differs between two tables
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 同一科目或合计在两张表中应当相等（对应关系见 data/audit/same_figure.csv）；支出总表每一科目 = 三类资金各表之和，有非财政资金时不得小于其和；差一万倍的
--     见“金额单位混用” | One code or total must be equal in two tables (which ones: data/audit/same_figure.csv); each code of the
--     expenditure table = the sum of the three fund tables, or no less where there is other money; a factor of 10,000 is
--     left to mixed_money_units
-- says: {1}“{2}”的{3}为{stated}，{4}的“{5}”[为{6} {unit}][（总额不应小于它）{7}][没有印出{8}][为空白{9}]，相差{difference}[，可由四舍五入解释{notice}]。 |
--     {10}: {11} of "{2}" is {stated}, but in {12} ("{5}") it is [{6} {unit}][ (the whole can be no less){7}][not
--     printed{8}][blank{9}], a difference of {difference}[; rounding explains it{notice}].
with sheets as (
    select disclosure_id, table_code, unnest(tables) as table_no, generate_subscripts(tables, 1) as copy, len(tables) as copies
    from (
        select disclosure_id, table_code, list(table_no order by table_no) as tables
        from document_table
        group by disclosure_id, table_code
        having not bool_or(status = 'refused')
    )
),

placed as (
    select
        f.amount_id, f.disclosure_id, f.table_no, f.table_code, f.side, f.measure, f.kind, f.amount_yuan, f.unit, f.cell_id,
        coalesce(f.item_code, 'total') as item, s.copy, s.copies, regexp_full_match(item, '\d+') as of_codes
    from figure as f
    join sheets as s using (disclosure_id, table_no, table_code)
    where f.value_status in ('reported', 'zero', 'blank')
        and (f.item_code is not null or f.row_role = 'total' or f.side = 'income')  -- 人行科目 has no code
),

-- How long the codes are that a table prints; a table without a single row leaves nothing out.
depth as (
    select
        s.disclosure_id, s.table_code, s.copy, s.copies, list(distinct len(p.item)) filter (where p.of_codes) as lengths,
        count(p.amount_id) = 0 as is_empty
    from sheets as s
    left join placed as p using (disclosure_id, table_no, table_code)
    group by s.disclosure_id, s.table_code, s.copy, s.copies
),

-- Either side of every rule, with the item that the rule begins with.
rules as (
    select rowid as rule_no, kind, true as stated, table_code, side, item, measure, held_table as other_table, item as first_item
    from same_figure
    where table_code <> 'statement'
    union all
    select rowid, kind, false, held_table, held_side, held_item, held_measure, table_code, item
    from same_figure
    where table_code <> 'statement'
),

ruled as (
    select
        p.amount_id, p.disclosure_id, p.copy, p.copies, p.of_codes, r.rule_no, r.stated, r.other_table, if(r.item = '*', p.item, r.first_item) as item
    from placed as p
    join rules as r using (table_code, side, measure)
    where (r.item = p.item or r.item = '*' and p.of_codes) and (r.kind = 'any' or (r.kind = 'final_accounts') = (p.kind = 'final_accounts'))
),

-- A code that only one of the two tables prints counts as blank in the other, when that one prints codes as deep.
pairs as (
    select
        coalesce(a.amount_id, b.amount_id) as stated_id, if(a.amount_id is null, null, b.amount_id) as held_id,
        coalesce(a.other_table, b.other_table) as table_code, coalesce(a.of_codes, b.of_codes) as of_codes, disclosure_id, copy, copies, item
    from (from ruled where stated) as a
    full join (from ruled where not stated) as b using (disclosure_id, copy, copies, rule_no, item)
),

-- The expenditure table against the three fund tables together.
funds as (
    select
        disclosure_id, copy, copies, item, measure, coalesce(sum(amount_yuan), 0) as held_yuan, count(amount_yuan) as figures,
        string_agg(plain_money(amount_yuan, unit), ' + ' order by table_no) as terms,
        list(cell_id order by table_no) as cells, min(unit) = max(unit) as of_one_unit
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
    select
        disclosure_id, copy, copies,
        list_has_any(
            list(concat(item, amount_yuan)) filter (where table_code = 'summary'),
            list(concat(item, amount_yuan)) filter (where table_code = 'appropriation')
        ) as equal
    from placed
    where table_code in ('summary', 'appropriation') and side = 'expenditure' and measure = 'total' and item in ('total', 'current_year')
        and amount_yuan is not null
    group by all
),

held as (
    select
        x.stated_id, [q.cell_id] as cells, q.table_zh as q_zh, q.table_en as q_en, concat(q.item_name, ' ', q.measure_zh) as q_name,
        coalesce(q.amount_yuan, 0) as held_yuan, q.amount_yuan is not null as given, 1 as figures, q.place, '=' as sign, null as terms
    from pairs as x
    join figure as q on q.amount_id = x.held_id
    union all
    select x.stated_id, [], coalesce(w.name, x.table_code), coalesce(w.name_en, x.table_code), null, 0, false, 1, 0, '=', null
    from pairs as x
    join depth as d using (disclosure_id, table_code, copy, copies)
    left join statutory_table as w on w.section_code = 'table_' || x.table_code
    where x.held_id is null and x.of_codes and (d.is_empty or list_contains(d.lengths, len(x.item)))
    union all
    select
        e.amount_id, coalesce(f.cells, []), '三类资金支出表', 'the three fund tables', null, coalesce(f.held_yuan, 0), coalesce(f.figures, 0) > 0,
        greatest(f.figures, 1), 0, if(o.equal, '=', '≥'), coalesce(f.terms, '0')
    from placed as e
    join three as t using (disclosure_id, copy, copies)
    left join funds as f using (disclosure_id, copy, copies, item, measure)
    left join only_funds as o using (disclosure_id, copy, copies)
    where coalesce(f.of_one_unit, true) and e.table_code = 'expenditure' and e.measure in ('total', 'basic', 'project')
        and (e.item = 'total' or len(list_filter(t.lengths, lambda l: not coalesce(list_contains(l, len(e.item)), false))) = 0)
        and (o.equal or f.figures > 0 or e.amount_yuan < 0)
),

compared as (
    select
        p.disclosure_id, p.table_zh, p.table_en, p.copy_no, p.item_code, p.item_name, p.measure_zh, p.measure_en, p.amount_yuan, p.unit, p.cell_id,
        h.cells, h.q_zh, h.q_en, coalesce(h.q_name, p.item_name) as q_name, h.held_yuan, h.given, h.sign, h.terms,
        plain_money(h.held_yuan, p.unit) as shown, coalesce(p.amount_yuan, 0) - h.held_yuan as difference,
        if(h.sign = '≥' and difference > 0, null, graded(difference, h.figures, greatest(p.place, h.place))) as grade
    from held as h
    join figure as p on p.amount_id = h.stated_id
    where (p.amount_yuan is not null or h.given)
        and not coalesce(h.held_yuan <> 0 and (p.amount_yuan = h.held_yuan * 10000 or p.amount_yuan * 10000 = h.held_yuan), false)
)

select
    disclosure_id, concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_code, item_name, measure_zh, '—', q_zh) as subject,
    grade as severity, amount_yuan as stated_yuan, held_yuan as expected_yuan, unit,
    case when not given then concat(if(sign = '≥', '≥ ', ''), '—') when sign = '≥' then concat('≥ ', shown, ' ', unit) end as expected,
    concat_ws(
        ' ', coalesce(plain_money(amount_yuan, unit), '0'), case when difference = 0 then '=' when grade is null then '≥' else '≠' end,
        coalesce(terms, shown)
    ) as arithmetic,
    [
        table_zh, item_name, measure_zh, q_zh, q_name, if(given, shown, null), if(given and sign = '≥', '', null),
        if(not given and cells = [], '', null), if(not given and cells <> [], '', null), table_en, measure_en, q_en
    ] as told,
    [cell_id] as stated_cells, cells as expected_cells
from compared
