-- check: mixed_money_units
-- title: 金额单位混用或差一万倍 | Mixed units of money, or a factor of 10,000
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 正文同一段中“元”“万元”“亿元”并用（仅供参考）；正文数字恰为表内同义数字的一万倍或万分之一，或一张表的合计恰为另一张表同义合计的一万倍或万分之一（错误）
--     | 元, 万元 and 亿元 in one paragraph of the text (information); a figure in the text, or the total of a table, that is exactly
--     10,000 times, or a 10,000th of, the figure of the same meaning in another table (error)
with said as (
    select *, coalesce(item_code, 'total') as item, max(copy_no) over (partition by disclosure_id, basis, table_code) as copies
    from figure
    where value_status in ('reported', 'zero') and (basis = 'prose' or row_role = 'total' or side = 'income' or item_code = 'current_year')
),

-- A statement without a figure (无变化) has no unit of its own.
worded as (
    select *, count(*) over (partition by disclosure_id, row_no, unit) as of_unit
    from said
    where basis = 'prose' and ends_with(amount_raw, unit)
),

paragraphs as (
    select
        disclosure_id, row_no, count(distinct unit) as units, string_agg(distinct unit, '、' order by unit) as unit_names,
        arg_max(unit, of_unit) as usual
    from worded
    group by all
),

mixed as (
    select
        p.disclosure_id, p.units, p.unit_names, p.usual, arg_min(w.item_name, w.column_no) as first_name,
        arg_min(w.item_name, w.column_no) filter (where w.unit <> p.usual) as odd_name,
        arg_min(w.amount_raw, w.column_no) filter (where w.unit <> p.usual) as odd_raw,
        list(w.cell_id order by w.column_no) filter (where w.unit <> p.usual) as odd_cells,
        list(w.cell_id order by w.column_no) filter (where w.unit = p.usual) as usual_cells
    from paragraphs as p
    join worded as w using (disclosure_id, row_no)
    group by p.disclosure_id, p.row_no, p.units, p.unit_names, p.usual
),

-- Figures of the same meaning: of the text every one, of two tables their totals (one per table is enough).
pairs as (
    select
        s.amount_id as one_id, t.amount_id as other_id, s.disclosure_id, s.basis, t.table_no,
        s.amount_yuan = t.amount_yuan * 10000 or s.amount_yuan * 10000 = t.amount_yuan as slipped
    from said as s
    join same_figure as r on r.table_code = s.table_code and r.side = s.side and r.item = s.item and r.measure = s.measure
    join said as t
        on t.disclosure_id = s.disclosure_id and t.copy_no = s.copy_no and t.copies = s.copies and t.table_code = r.held_table
        and t.side = r.held_side and t.item = r.held_item and t.measure = r.held_measure and t.basis = 'table'
    where s.amount_yuan <> 0 and t.amount_yuan <> 0 and (r.kind = 'any' or (r.kind = 'final_accounts') = (s.kind = 'final_accounts'))
    qualify s.basis = 'prose'
        or row_number() over (
            partition by s.disclosure_id, s.table_no, t.table_no order by r.measure <> 'total', r.item <> 'total', s.row_no, s.column_no) = 1
),

-- A table that is off by itself is named once, not for every sentence that it differs from.
named as (
    select *
    from pairs
    qualify not (basis = 'prose' and slipped and bool_or(slipped and basis = 'table') over (partition by disclosure_id, table_no))
)

select
    disclosure_id, concat_ws(' ', '正文一段', first_name) as subject, if(units > 1, 'info', null) as severity,
    if(units > 1, concat(odd_name, ' ', odd_raw), null) as stated, usual as expected, null::decimal(18, 2) as difference_yuan, null as arithmetic,
    concat('正文同一段中并用', unit_names, '：“', odd_name, '”以“', odd_raw, '”表示，其余用', usual, '。') as message_zh,
    concat('One paragraph uses ', replace(unit_names, '、', ' and '), ': "', odd_name, '" is given as "', odd_raw, '", the rest in ', usual, '.')
        as message_en,
    coalesce(odd_cells, usual_cells) as stated_cells, if(odd_cells is null, [], usual_cells) as expected_cells
from mixed
union all by name
select
    s.disclosure_id,
    concat_ws(' ', s.table_zh, if(s.copy_no > 1, s.copy_no, null), s.item_name, s.measure_zh, '—', t.table_zh) as subject,
    if(slipped, 'error', null) as severity,
    money(s.amount_yuan, s.unit) as stated, money(t.amount_yuan, t.unit) as expected, s.amount_yuan - t.amount_yuan as difference_yuan,
    null as arithmetic,
    concat(s.table_zh, '“', s.item_name, '”为', money(s.amount_yuan, s.unit), '，', t.table_zh, '“', t.item_name, '”为', money(t.amount_yuan, t.unit),
        '，恰好相差一万倍，应是单位写错。') as message_zh,
    concat(upper(s.table_en[1]), s.table_en[2:], ': "', s.item_name, '" is ', money(s.amount_yuan, s.unit), ', but ',
        money(t.amount_yuan, t.unit), ' in ', t.table_en, ' ("', t.item_name, '"): exactly a factor of 10,000, so one of the units must be wrong.')
        as message_en,
    [s.cell_id] as stated_cells, [t.cell_id] as expected_cells
from named
join figure as s on s.amount_id = one_id
join figure as t on t.amount_id = other_id
