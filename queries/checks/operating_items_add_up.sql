-- check: operating_items_add_up
-- title: 机关运行经费所列各项之和不等于总额 | The items named under operating funds do not add up
-- severity: notice
-- family: three_public
-- rests on: arithmetic
-- method: “主要用于”之后逐项写明金额时：各项之和 = 机关运行经费；“主要”可以不列全，所以只作提示 | Where the items behind "mainly for"
--     are given with amounts: items add up to the operating funds; "mainly" may leave some out, so this is a notice only
with whole as (
    select disclosure_id, any_value(amount_yuan) as amount_yuan, any_value(unit) as unit, min(cell_id) as cell_id, min(place) as place
    from figure where table_code = 'operating' and row_role = 'total' and amount_yuan is not null
    group by disclosure_id
    having count(distinct amount_yuan) = 1
),

items as (
    select
        f.disclosure_id, sum(f.amount_yuan) as sum_yuan, count(*) as figures,
        string_agg(plain_money(f.amount_yuan, w.unit), ' + ' order by f.line_start, f.cell_id) as terms,
        list(f.cell_id order by f.line_start, f.cell_id) as cells
    from figure as f
    join whole as w using (disclosure_id)
    where f.table_code = 'operating' and f.row_role = 'leaf' and f.amount_yuan is not null
    group by f.disclosure_id
    having count(*) > 1
)

select
    w.disclosure_id,
    '机关运行经费 所列各项' as subject,
    if(w.amount_yuan = i.sum_yuan, null, 'notice') as severity,
    money(w.amount_yuan, w.unit) as stated,
    money(i.sum_yuan, w.unit) as expected,
    w.amount_yuan - i.sum_yuan as difference_yuan,
    i.terms || ' = ' || plain_money(i.sum_yuan, w.unit) as arithmetic,
    format('机关运行经费写作 {}，所列 {} 项相加为 {}，相差 {}{}。', stated, i.figures, expected, money(difference_yuan, w.unit),
        case when graded(difference_yuan, i.figures, w.place) = 'notice' then '，在四舍五入的范围内'
            when difference_yuan > 0 then '，没有写明用于何处' else '，各项之和大于总额' end) as message_zh,
    format('Operating funds are stated as {}; the {} items named add up to {}: the difference is {}{}.', stated, i.figures, expected,
        money(difference_yuan, w.unit), case when graded(difference_yuan, i.figures, w.place) = 'notice' then ', which rounding explains'
            when difference_yuan > 0 then ', and its use is not named' else '; the items exceed the whole' end) as message_en,
    [w.cell_id] as stated_cells, i.cells as expected_cells
from whole as w
join items as i using (disclosure_id)
