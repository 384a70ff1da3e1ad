-- check: prose_vs_table
-- title: 正文数字与表格不符 | The text and the tables differ
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 正文的收入、支出各项与含义相同的表内数字逐一相比（对应关系见 data/audit/same_figure.csv）；机关运行经费与公用经费相等时，所列用途与经济分类同名科目相比；“三公”、采购、资产另有检查；差一万倍的见“金额单位混用”
--     | Every sum of income and expenditure in the text against the figure of the same meaning in the tables (data/audit/
--     same_figure.csv); purposes of operating funds against economic codes of the same name where operating funds equal
--     running costs; three public funds, procurement and assets have checks of their own; a factor of 10,000 is left to
--     mixed_money_units
-- says: 正文“{1}”为{stated}，{2}“{3}”的{4}为{expected}，相差{difference}[，可由四舍五入解释{notice}]。 |
--     The text gives "{1}" as {stated}; in the table ({5}, "{3}", {6}) it is {expected}, a difference of {difference}[;
--     rounding explains it{notice}].
with sheets as (
    select disclosure_id, table_code, min(table_no) as table_no
    from document_table
    group by all
    having count(*) = 1 and bool_and(status <> 'refused')  -- which of several copies the text speaks of cannot be told
),

printed as (
    select
        f.disclosure_id, f.table_code, f.side, f.measure, coalesce(f.item_code, 'total') as item, f.item_name, f.row_role, f.amount_yuan, f.unit,
        f.place, f.cell_id, f.table_zh, f.table_en, f.measure_zh, f.measure_en
    from figure as f
    join sheets using (disclosure_id, table_no, table_code)
    where f.value_status in ('reported', 'zero', 'blank') and (f.item_code is not null or f.row_role = 'total' or f.side = 'income')
),

said as (
    select
        disclosure_id, table_code, side, measure, item_code, coalesce(item_code, 'total') as item, item_name, row_role, amount_yuan, amount_raw,
        unit, cell_id
    from figure
    where basis = 'prose' and value_status in ('reported', 'zero')
    -- a second statement of income opens the part of a unit of the department
    qualify count(*) filter (where side = 'income' and measure = 'total') over (partition by disclosure_id order by row_no, column_no) <= 1
),

-- only_general: personnel and running costs without a fund are those of the whole budget: comparable where all basic expenditure is
-- of the general budget. other_yuan: 其他来源收入 may stand for all that the text does not name.
of_document as (
    select
        disclosure_id,
        list_has_any(
            list(amount_yuan) filter (where table_code = 'expenditure' and measure = 'basic' and item = 'total'),
            list(amount_yuan) filter (where table_code = 'general_basic' and measure = 'basic' and item = 'total')
        ) as only_general,
        sum(amount_yuan) filter (where table_code = 'summary' and side = 'income'
            and measure in ('business', 'operation', 'superior_grant', 'affiliate_payment', 'other', 'unit_funds', 'special_account')) as other_yuan
    from printed
    where amount_yuan is not null
    group by disclosure_id
),

pairs as (
    select
        s.*, t.table_zh, t.item_name as printed_name, t.measure_zh, t.table_en, t.measure_en, t.amount_yuan as printed_yuan,
        coalesce(t.amount_yuan, 0) as expected_yuan, t.unit as printed_unit, t.place, t.cell_id as printed_cell,
        s.measure = 'other' and s.amount_yuan = coalesce(d.other_yuan, 0) as as_rest
    from said as s
    join same_figure as r using (table_code, side, item, measure)
    join printed as t
        on t.disclosure_id = s.disclosure_id and t.table_code = r.held_table and t.side = r.held_side and t.item = r.held_item
        and t.measure = r.held_measure
    left join of_document as d on d.disclosure_id = s.disclosure_id
    where s.table_code = 'statement' and (s.item <> 'total' or s.measure not in ('personnel', 'public') or d.only_general)
    union all
    -- Purposes of operating funds, where these are all the running costs of the table.
    select
        s.*, t.table_zh, t.item_name, t.measure_zh, t.table_en, t.measure_en, t.amount_yuan,
        coalesce(t.amount_yuan, 0), t.unit, t.place, t.cell_id, false
    from said as s
    join said as o using (disclosure_id)
    join printed as g on g.disclosure_id = o.disclosure_id and g.amount_yuan = o.amount_yuan
    join printed as t on t.disclosure_id = s.disclosure_id and t.item_name = s.item_name and t.table_code = g.table_code and t.measure = g.measure
    where s.table_code = 'operating' and s.row_role = 'leaf' and o.table_code = 'operating' and o.row_role = 'total'
        and g.table_code = 'general_basic' and g.item = 'total' and g.measure = 'public' and t.row_role = 'leaf'
)

select
    disclosure_id,
    concat_ws(' ', item_name, if(item_code = 'operating', null, item_code), '—', table_zh, printed_name, measure_zh) as subject,
    if(as_rest, null, graded(amount_yuan - expected_yuan, 1, greatest(place_of(amount_raw, unit), place))) as severity,
    amount_yuan as stated_yuan, expected_yuan, unit, coalesce(money(printed_yuan, printed_unit), '—') as expected,
    concat_ws(' ', plain_money(amount_yuan, unit), if(amount_yuan = expected_yuan, '=', '≠'), plain_money(expected_yuan, unit)) as arithmetic,
    [item_name, table_zh, printed_name, measure_zh, table_en, measure_en] as told, [cell_id] as stated_cells, [printed_cell] as expected_cells
from pairs
where amount_yuan = 0 or expected_yuan = 0 or (amount_yuan <> expected_yuan * 10000 and amount_yuan * 10000 <> expected_yuan)
