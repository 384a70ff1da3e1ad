-- check: mixed_money_units
-- title: 金额单位混用或差一万倍 | Mixed units of money, or a factor of 10,000
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 正文同一段中“元”“万元”“亿元”并用（仅供参考）；正文数字恰为表内同义数字的一万倍或万分之一，或一张表的合计恰为另一张表同义合计的一万倍或万分之一（错误）
--     | 元, 万元 and 亿元 in one paragraph of the text (information); a figure in the text, or the total of a table, that is exactly
--     10,000 times, or a 10,000th of, the figure of the same meaning in another table (error)
-- says: 正文同一段中并用{1}：“{2}”以“{3}”表示，其余用{expected}。{info} |
--     One paragraph uses {4}: "{2}" is given as "{3}", the rest in {expected}.
-- says: {5}“{6}”为{stated}，{7}“{8}”为{expected}，恰好相差一万倍，应是单位写错。 |
--     {9}: "{6}" is {stated}, but {expected} in {10} ("{8}"): exactly a factor of 10,000, so one of the units must be wrong.
with said as (
    select
        disclosure_id, table_code, table_no, row_no, column_no, side, measure, coalesce(item_code, 'total') as item, item_name, amount_yuan,
        unit, basis, kind, copy_no, cell_id, table_zh, table_en, measure_zh
    from figure
    where value_status in ('reported', 'zero') and (basis = 'prose' or row_role = 'total' or side = 'income' or item_code = 'current_year')
),

-- A statement without a figure (无变化) has no unit of its own.
worded as (
    select disclosure_id, row_no, column_no, item_name, amount_raw, unit, cell_id, mode(unit) over (partition by disclosure_id, row_no) as usual
    from figure
    where basis = 'prose' and ends_with(amount_raw, unit)
),

mixed as (
    select
        disclosure_id, usual, string_agg(distinct unit, '、' order by unit) as unit_names, arg_min(item_name, column_no) as first_name,
        arg_min({'name': item_name, 'raw': amount_raw}, column_no) filter (where unit <> usual) as odd,
        list(cell_id order by column_no) filter (where unit <> usual) as odd_cells,
        list(cell_id order by column_no) filter (where unit = usual) as usual_cells
    from worded
    group by disclosure_id, row_no, usual
),

copies as (select disclosure_id, table_code, max(copy_no) as copies from said group by disclosure_id, table_code),

-- Figures of the same meaning: of the text every one, of two tables their totals (one per table is enough).
pairs as (
    select
        s.*, t.table_no as held_no, t.table_zh as held_zh, t.table_en as held_en, t.item_name as held_name, t.amount_yuan as held_yuan,
        t.unit as held_unit, t.cell_id as held_cell,
        s.amount_yuan = t.amount_yuan * 10000 or s.amount_yuan * 10000 = t.amount_yuan as slipped
    from said as s
    join same_figure as r on r.table_code = s.table_code and r.side = s.side and r.item = s.item and r.measure = s.measure
    join copies as c on c.disclosure_id = s.disclosure_id and c.table_code = s.table_code
    join said as t
        on t.disclosure_id = s.disclosure_id and t.copy_no = s.copy_no and t.table_code = r.held_table
        and t.side = r.held_side and t.item = r.held_item and t.measure = r.held_measure and t.basis = 'table'
    join copies as d on d.disclosure_id = s.disclosure_id and d.table_code = r.held_table and d.copies = c.copies
    where s.amount_yuan <> 0 and t.amount_yuan <> 0 and (r.kind = 'any' or (r.kind = 'final_accounts') = (s.kind = 'final_accounts'))
    qualify s.basis = 'prose' or (s.table_no, t.table_no) is distinct from lag((s.table_no, t.table_no)) over (
        partition by s.disclosure_id order by s.table_no, t.table_no, r.measure <> 'total', r.item <> 'total', s.row_no, s.column_no)
),

-- A table that is off by itself is named once, not for every sentence that it differs from.
named as (
    select *
    from pairs
    qualify not (basis = 'prose' and slipped and bool_or(slipped and basis = 'table') over (partition by disclosure_id, held_no))
)

select
    disclosure_id, concat_ws(' ', '正文一段', first_name) as subject, if(odd is null, null, 'info') as severity,
    concat(odd.name, ' ', odd.raw) as stated, usual as expected, null::decimal(18, 2) as stated_yuan, null::decimal(18, 2) as expected_yuan,
    null as unit, null::decimal(18, 2) as difference_yuan,
    [unit_names, odd.name, odd.raw, replace(unit_names, '、', ' and ')] as told,
    coalesce(odd_cells, usual_cells) as stated_cells, if(odd_cells is null, [], usual_cells) as expected_cells
from mixed
union all
select
    disclosure_id, concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_name, measure_zh, '—', held_zh), if(slipped, 'error', null),
    null, money(held_yuan, held_unit), amount_yuan, null, unit, amount_yuan - held_yuan,
    [null, null, null, null, table_zh, item_name, held_zh, held_name, table_en, held_en], [cell_id], [held_cell]
from named
