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
with sheets as (
    select disclosure_id, table_code, min(table_no) as table_no
    from document_table
    group by all
    having count(*) = 1 and bool_and(status <> 'refused')  -- which of several copies the text speaks of cannot be told
),

printed as (
    select f.*, coalesce(f.item_code, 'total') as item
    from figure as f
    join sheets using (disclosure_id, table_no, table_code)
    where f.value_status in ('reported', 'zero', 'blank') and (f.item_code is not null or f.row_role = 'total' or f.side = 'income')
),

said as (
    select *, coalesce(item_code, 'total') as item
    from figure
    where basis = 'prose' and value_status in ('reported', 'zero')
    -- a second statement of income opens the part of a unit of the department
    qualify sum((side = 'income' and measure = 'total')::integer) over (partition by disclosure_id order by row_no, column_no) <= 1
),

-- Personnel and running costs without a fund are those of the whole budget: comparable where all basic expenditure is of the general budget.
only_general as (
    select b.disclosure_id
    from printed as b
    join printed as g using (disclosure_id)
    where b.table_code = 'expenditure' and b.item = 'total' and b.measure = 'basic' and g.table_code = 'general_basic' and g.item = 'total'
        and g.measure = 'basic' and b.amount_yuan = g.amount_yuan
),

-- 其他来源收入 may stand for all that the text does not name.
other_income as (
    select disclosure_id, coalesce(sum(amount_yuan), 0) as sum_yuan
    from printed
    where table_code = 'summary' and side = 'income'
        and measure in ('business', 'operation', 'superior_grant', 'affiliate_payment', 'other', 'unit_funds', 'special_account')
    group by disclosure_id
),

of_statement as (
    select s.amount_id as said_id, t.amount_id as printed_id, s.measure = 'other' and s.amount_yuan = o.sum_yuan as as_rest
    from said as s
    join same_figure as r on r.table_code = s.table_code and r.side = s.side and r.item = s.item and r.measure = s.measure
    join printed as t
        on t.disclosure_id = s.disclosure_id and t.table_code = r.held_table and t.side = r.held_side and t.item = r.held_item
        and t.measure = r.held_measure
    left join other_income as o on o.disclosure_id = s.disclosure_id
    where r.table_code = 'statement'
        and (s.item <> 'total' or s.measure not in ('personnel', 'public') or s.disclosure_id in (from only_general))
),

-- Purposes of operating funds, where these are all the running costs of the table.
all_public as (
    select o.disclosure_id
    from said as o
    join printed as g using (disclosure_id)
    where o.table_code = 'operating' and o.row_role = 'total' and g.table_code = 'general_basic' and g.item = 'total' and g.measure = 'public'
        and o.amount_yuan = g.amount_yuan
),

of_purposes as (
    select s.amount_id, t.amount_id, false
    from said as s
    join all_public using (disclosure_id)
    join printed as t on t.disclosure_id = s.disclosure_id and t.item_name = s.item_name
    where s.table_code = 'operating' and s.row_role = 'leaf' and t.table_code = 'general_basic' and t.measure = 'public' and t.row_role = 'leaf'
),

held as (
    select
        h.*, s.amount_yuan - coalesce(t.amount_yuan, 0) as difference,
        if(as_rest, null, graded(difference, 1, greatest(place_of(s.amount_raw, s.unit), t.place))) as grade
    from (from of_statement union all from of_purposes) as h
    join figure as s on s.amount_id = said_id
    join figure as t on t.amount_id = printed_id
    where s.amount_yuan = 0 or coalesce(t.amount_yuan, 0) = 0
        or (s.amount_yuan <> t.amount_yuan * 10000 and s.amount_yuan * 10000 <> t.amount_yuan)
)

select
    s.disclosure_id,
    concat_ws(' ', s.item_name, if(s.item_code = 'operating', null, s.item_code), '—', t.table_zh, t.item_name, t.measure_zh) as subject,
    grade as severity, money(s.amount_yuan, s.unit) as stated, coalesce(money(t.amount_yuan, t.unit), '—') as expected, difference as difference_yuan,
    concat_ws(' ', plain_money(s.amount_yuan, s.unit), if(difference = 0, '=', '≠'), coalesce(plain_money(t.amount_yuan, s.unit), '0')) as arithmetic,
    concat('正文“', s.item_name, '”为', money(s.amount_yuan, s.unit), '，', t.table_zh, '“', t.item_name, '”的', t.measure_zh, '为',
        coalesce(money(t.amount_yuan, t.unit), '空白'), '，相差', money(abs(difference), s.unit),
        if(grade = 'notice', '，可由四舍五入解释', ''), '。') as message_zh,
    concat('The text gives "', s.item_name, '" as ', money(s.amount_yuan, s.unit), '; in the table (', t.table_en, ', "', t.item_name, '", ',
        t.measure_en, ') it is ', coalesce(money(t.amount_yuan, t.unit), 'blank'), ', a difference of ', money(abs(difference), s.unit),
        if(grade = 'notice', '; rounding explains it', ''), '.') as message_en,
    [s.cell_id] as stated_cells, [t.cell_id] as expected_cells
from held
join figure as s on s.amount_id = said_id
join figure as t on t.amount_id = printed_id
