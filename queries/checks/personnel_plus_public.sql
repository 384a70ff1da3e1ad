-- check: personnel_plus_public
-- title: 人员经费与公用经费之和与基本支出不等 | Personnel and running costs do not make basic expenditure
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 一般公共预算基本支出表合计行、正文：基本支出 = 人员经费 + 公用经费；决算的基本支出表没有总合计，与一般公共预算支出表的基本支出相比
--     | Total row of the table of basic expenditure, and the text: basic = personnel + public; final accounts print no total
--     of both, they are held against basic expenditure in the table of the general budget
with parts as (
    select s.*
    from row_sum as s
    join figure as w on w.amount_id = s.parent_id
    where w.table_code = 'general_basic' and w.row_role = 'total'
),

-- In the text personnel and public belong to the basic expenditure printed last before them.
told as (
    select *, sum((measure = 'basic')::integer) over (partition by disclosure_id order by row_no, column_no) as passage
    from figure
    where basis = 'prose' and table_code = 'statement' and side = 'expenditure' and measure in ('basic', 'personnel', 'public')
),

passages as (
    select
        w.amount_id as parent_id, sum(p.amount_yuan) as sum_yuan, count(p.amount_yuan) as figures, 0 as blanks,
        bool_and(p.value_status in ('reported', 'zero')) and count(distinct p.measure) = 2 and count(*) = 2 as known,
        string_agg(plain_money(p.amount_yuan, w.unit), ' + ' order by p.row_no, p.column_no) as terms,
        list(p.cell_id order by p.row_no, p.column_no) as cells
    from told as w
    join told as p using (disclosure_id, passage)
    where w.measure = 'basic' and p.measure <> 'basic'
    group by w.amount_id
),

-- Where the table of basic expenditure has no total of its own, the general budget's basic expenditure is the whole.
elsewhere as (
    select
        w.amount_id as parent_id, coalesce(sum(p.amount_yuan), 0) as sum_yuan, count(p.amount_yuan) as figures,
        count(*) filter (where p.value_status = 'blank') as blanks,
        bool_and(p.value_status in ('reported', 'zero', 'blank')) and count(distinct p.measure) = 2 and count(*) = 2 as known,
        string_agg(plain_money(p.amount_yuan, p.unit), ' + ' order by p.column_no) filter (where p.amount_yuan is not null) as terms,
        list(p.cell_id order by p.column_no) as cells
    from figure as w
    join figure as p on p.disclosure_id = w.disclosure_id and p.copy_no = w.copy_no
    where w.table_code = 'general_budget' and w.row_role = 'total' and w.measure = 'basic'
        and p.table_code = 'general_basic' and p.row_role = 'total' and p.measure in ('personnel', 'public')
        and p.disclosure_id not in (
            select disclosure_id from figure where table_code = 'general_basic' and row_role = 'total' and measure = 'basic')
    group by w.amount_id
),

held as (
    select w.*, p.* exclude (known), coalesce(w.amount_yuan, 0) - p.sum_yuan as difference, graded(difference, p.figures, w.place) as grade
    from figure as w
    join (from parts union all by name from passages union all by name from elsewhere) as p on p.parent_id = w.amount_id
    where p.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or p.figures > 0)
)

select
    disclosure_id, concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_name, if(basis = 'table', measure_zh, null)) as subject,
    grade as severity, coalesce(money(amount_yuan, unit), '—') as stated, money(sum_yuan, unit) as expected, difference as difference_yuan,
    coalesce(terms, '0') || ' = ' || plain_money(sum_yuan, unit) as arithmetic,
    concat(table_zh, '“', item_name, '”', if(basis = 'table', '行“' || measure_zh || '”栏', ''), '为', coalesce(money(amount_yuan, unit), '空白'),
        '，人员经费与公用经费之和为', money(sum_yuan, unit), if(blanks > 0, '（空白栏按零计）', ''), '，相差', money(abs(difference), unit),
        if(grade = 'notice', '，可由四舍五入解释', ''), '。') as message_zh,
    concat(upper(table_en[1]), table_en[2:], ', "', item_name, '"', if(basis = 'table', ', column "' || measure_en || '"', ''), ': ',
        coalesce(money(amount_yuan, unit), 'blank'), ' is printed, personnel and running costs add up to ', money(sum_yuan, unit),
        if(blanks > 0, ' (blanks counted as nothing)', ''), ', which differs by ', money(abs(difference), unit),
        if(grade = 'notice', '; rounding explains it', ''), '.') as message_en,
    [cell_id] as stated_cells, cells as expected_cells
from held
