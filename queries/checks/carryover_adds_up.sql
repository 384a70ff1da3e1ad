-- check: carryover_adds_up
-- title: 结转按来源相加不等 | Carry-over by source does not add up
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 财政拨款收支总表：年初结转和结余 = 一般公共预算、政府性基金、国有资本经营三类结转之和；三类都空白时只作警告 | In the
--     appropriation table the carry-over equals its three sources; where all three are blank, only a warning
with parts as (
    select
        disclosure_id, table_no, coalesce(sum(amount_yuan), 0) as sum_yuan, count(amount_yuan) as figures,
        count(*) filter (where value_status = 'blank') as blanks, bool_and(value_status in ('reported', 'zero', 'blank')) as known,
        string_agg(plain_money(amount_yuan, unit), ' + ' order by row_no) filter (where amount_yuan is not null) as terms,
        list(cell_id order by row_no) as cells
    from figure
    where table_code = 'appropriation' and side = 'income' and measure = 'carryover' and item_code is not null
    group by all
),

held as (
    select
        w.*, p.* exclude (known, disclosure_id, table_no), coalesce(w.amount_yuan, 0) - p.sum_yuan as difference,
        if(p.figures = 0 and difference <> 0, 'warning', graded(difference, p.figures, w.place)) as grade
    from figure as w
    join parts as p using (disclosure_id, table_no)
    where w.table_code = 'appropriation' and w.side = 'income' and w.measure = 'carryover' and w.item_code is null
        and p.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or p.figures > 0)
)

select
    disclosure_id, concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_name) as subject, grade as severity,
    coalesce(money(amount_yuan, unit), '—') as stated, money(sum_yuan, unit) as expected, difference as difference_yuan,
    coalesce(terms, '0') || ' = ' || plain_money(sum_yuan, unit) as arithmetic,
    concat(table_zh, '“', item_name, '”为', coalesce(money(amount_yuan, unit), '空白'),
        if(figures = 0, '，其下各来源均为空白，无法核对其构成', concat('，各来源之和为', money(sum_yuan, unit), if(blanks > 0, '（空白按零计）', ''), '，相差',
            money(abs(difference), unit))), if(grade = 'notice', '，可由四舍五入解释', ''), '。') as message_zh,
    concat(table_en, ': "', item_name, '" is ', coalesce(money(amount_yuan, unit), 'blank'),
        if(figures = 0, ', but every source below it is blank, so that it cannot be held against them', concat(', its sources add up to ',
            money(sum_yuan, unit), if(blanks > 0, ' (blanks counted as nothing)', ''), ', which differs by ', money(abs(difference), unit))),
        if(grade = 'notice', '; rounding explains it', ''), '.') as message_en,
    [cell_id] as stated_cells, cells as expected_cells
from held
