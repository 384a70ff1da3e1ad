-- check: row_adds_up
-- title: 一行的合计与各栏之和不等 | A row does not equal its parts
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 收入总表各行：合计 = 本年收入小计 + 上年结转，小计 = 各来源之和；支出各表的科目行：合计 = 基本支出 + 项目支出等，基本支出 =
--     人员经费 + 公用经费（合计行见另外两项检查） | Rows of the revenue table: total = the year's income + carry-over, the
--     year's income = its sources; rows of codes in the expenditure tables: total = basic + project and so on, basic =
--     personnel + public (their total rows have checks of their own)
with parts as (
    select s.*
    from row_sum as s
    join figure as w on w.amount_id = s.parent_id
    where w.table_code = 'revenue' or (w.table_code <> 'appropriation' and w.row_role <> 'total')
),

held as (
    select w.*, p.* exclude (known), coalesce(w.amount_yuan, 0) - p.sum_yuan as difference, graded(difference, p.figures, w.place) as grade
    from figure as w
    join parts as p on p.parent_id = w.amount_id
    where p.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or p.figures > 0)
)

select
    disclosure_id, concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_code, item_name, measure_zh) as subject,
    grade as severity, coalesce(money(amount_yuan, unit), '—') as stated, money(sum_yuan, unit) as expected, difference as difference_yuan,
    coalesce(terms, '0') || ' = ' || plain_money(sum_yuan, unit) as arithmetic,
    concat(table_zh, '“', item_name, '”行“', measure_zh, '”栏为', coalesce(money(amount_yuan, unit), '空白'), '，同行各组成栏之和为', money(sum_yuan, unit),
        if(blanks > 0, '（空白栏按零计）', ''), '，相差', money(abs(difference), unit), if(grade = 'notice', '，可由四舍五入解释', ''), '。') as message_zh,
    concat(table_en, ', row "', item_name, '", column "', measure_en, '": ', coalesce(money(amount_yuan, unit), 'blank'),
        ' is printed, the parts in the same row add up to ', money(sum_yuan, unit), if(blanks > 0, ' (blanks counted as nothing)', ''),
        ', which differs by ', money(abs(difference), unit), if(grade = 'notice', '; rounding explains it', ''), '.') as message_en,
    [cell_id] as stated_cells, cells as expected_cells
from held
