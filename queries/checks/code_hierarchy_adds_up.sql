-- check: code_hierarchy_adds_up
-- title: 科目逐级相加不等 | Codes do not add up level by level
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 有科目编码的各表、各列：项之和 = 款，款之和 = 类，类之和 = 合计 | In every coded table and column: items add up to
--     their group, groups to their class, classes to the total
with coded as (
    select *, case when row_role = 'total' then '' else item_code end as code
    from figure
    where basis = 'table'
        and table_code in ('revenue', 'expenditure', 'general_budget', 'government_fund', 'state_capital', 'general_basic')
        and (row_role = 'total' or item_code is not null)
),

-- A code printed twice in one table and column: which of the two a row belongs to cannot be told.
single as (
    select *, count(*) over (partition by disclosure_id, table_no, measure, code) > 1 as twice from coded
),

-- What a code belongs to is the longest code printed in that table that it begins with, or the total.
stems as (select *, unnest(list_filter([0, 3, 5], lambda n: n < len(code))) as digits from single),

parent as (
    select c.amount_id, arg_max(p.amount_id, c.digits) as parent_id
    from stems as c
    join single as p
        on p.disclosure_id = c.disclosure_id and p.table_no = c.table_no and p.measure = c.measure and p.code = left(c.code, c.digits)
    group by c.amount_id
),

parts as (
    select
        p.parent_id, coalesce(sum(c.amount_yuan), 0) as sum_yuan, count(c.amount_yuan) as figures,
        count(*) filter (where c.value_status = 'blank') as blanks,
        bool_and(c.value_status in ('reported', 'zero', 'blank') and not c.twice) as known,
        string_agg(plain_money(c.amount_yuan, c.unit), ' + ' order by c.row_no, c.column_no) filter (where c.amount_yuan is not null) as terms,
        list(c.cell_id order by c.row_no, c.column_no) as cells
    from parent as p
    join single as c using (amount_id)
    group by p.parent_id
),

held as (
    select w.*, p.* exclude (known), coalesce(w.amount_yuan, 0) - p.sum_yuan as difference, graded(difference, p.figures, w.place) as grade
    from single as w
    join parts as p on p.parent_id = w.amount_id
    where p.known and not w.twice and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or p.figures > 0)
)

select
    disclosure_id,
    concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_code, item_name, measure_zh) as subject,
    grade as severity, coalesce(money(amount_yuan, unit), '—') as stated, money(sum_yuan, unit) as expected, difference as difference_yuan,
    coalesce(terms, '0') || ' = ' || plain_money(sum_yuan, unit) as arithmetic,
    concat(table_zh, '“', item_name, '”行“', measure_zh, '”栏为', coalesce(money(amount_yuan, unit), '空白'), '，下级科目之和为', money(sum_yuan, unit),
        if(blanks > 0, '（其中' || blanks || '个空白，按零计）', ''), '，相差', money(abs(difference), unit),
        if(grade = 'notice', '，可由四舍五入解释', ''), '。') as message_zh,
    concat(table_en, ', row "', item_name, '", column "', measure_en, '": ', coalesce(money(amount_yuan, unit), 'blank'),
        ' is printed, the codes below it add up to ', money(sum_yuan, unit),
        if(blanks > 0, ' (blanks among them, counted as nothing: ' || blanks || ')', ''), ', which differs by ', money(abs(difference), unit),
        if(grade = 'notice', '; rounding explains it', ''), '.') as message_en,
    [cell_id] as stated_cells, cells as expected_cells
from held
