-- check: code_hierarchy_adds_up
-- title: 科目逐级相加不等 | Codes do not add up level by level
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 有科目编码的各表、各列：项之和 = 款，款之和 = 类，类之和 = 合计 | In every coded table and column: items add up to
--     their group, groups to their class, classes to the total
-- says: {1}“{2}”行“{3}”栏为{stated}，下级科目之和为{expected}[（其中{4}个空白，按零计）]，相差{difference}[，可由四舍五入解释{notice}]。 |
--     {5}, row "{2}", column "{6}": {stated} is printed, the codes below it add up to {expected}[ (blanks among them, counted as
--     nothing: {4})], which differs by {difference}[; rounding explains it{notice}].
with coded as (
    select
        amount_id, disclosure_id, table_no, row_no, column_no, measure, item_code, item_name, amount_yuan, unit, value_status, place, copy_no,
        cell_id, table_zh, table_en, measure_zh, measure_en, if(row_role = 'total', '', item_code) as code,
        -- A code printed twice in one table and column (so beside itself in order): which of the two a row belongs to cannot be told.
        coalesce((measure, code) in (lag((measure, code)) over sheet, lead((measure, code)) over sheet), false) as twice
    from figure
    where table_code in ('revenue', 'expenditure', 'general_budget', 'government_fund', 'state_capital', 'general_basic')
        and code is not null
    window sheet as (partition by disclosure_id, table_no order by measure, code)
),

-- What a code belongs to is the longest code printed in that table that it begins with, or the total.
stems as (
    select amount_id, disclosure_id, table_no, measure, code, unnest(list_filter([0, 3, 5], lambda n: n < len(code))) as digits
    from coded
),

parent as (
    select c.amount_id, arg_max(p.amount_id, c.digits) as parent_id
    from stems as c
    join coded as p
        on p.disclosure_id = c.disclosure_id and p.table_no = c.table_no and p.measure = c.measure and p.code = left(c.code, c.digits)
    group by c.amount_id
),

parts as (
    select
        p.parent_id, coalesce(sum(c.amount_yuan), 0) as sum_yuan, count(c.amount_yuan) as figures,
        count(*) filter (where c.value_status = 'blank') as blanks,
        bool_and(c.value_status in ('reported', 'zero', 'blank') and not c.twice) as known,
        string_agg(plain_money(c.amount_yuan, c.unit), ' + ' order by c.row_no, c.column_no) as terms,
        list(c.cell_id order by c.row_no, c.column_no) as cells
    from parent as p
    join coded as c using (amount_id)
    group by p.parent_id
)

select
    w.disclosure_id, concat_ws(' ', w.table_zh, if(w.copy_no > 1, w.copy_no, null), w.item_code, w.item_name, w.measure_zh) as subject,
    graded(coalesce(w.amount_yuan, 0) - p.sum_yuan, p.figures, w.place) as severity,
    w.amount_yuan as stated_yuan, p.sum_yuan as expected_yuan, w.unit, coalesce(p.terms, '0') as terms,
    [w.table_zh, w.item_name, w.measure_zh, nullif(p.blanks, 0)::varchar, w.table_en, w.measure_en] as told,
    [w.cell_id] as stated_cells, p.cells as expected_cells
from coded as w
join parts as p on p.parent_id = w.amount_id
where p.known and not w.twice and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or p.figures > 0)
