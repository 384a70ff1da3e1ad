-- check: operating_items_add_up
-- title: 机关运行经费所列各项之和不等于总额 | The items named under operating funds do not add up
-- severity: notice
-- family: three_public
-- rests on: arithmetic
-- method: “主要用于”之后逐项写明金额时：各项之和 = 机关运行经费；“主要”可以不列全，所以只作提示 | Where the items behind "mainly for"
--     are given with amounts: items add up to the operating funds; "mainly" may leave some out, so this is a notice only
-- says: 机关运行经费写作 {stated}，所列 {1} 项相加为 {expected}，相差 {difference}[，在四舍五入的范围内{2}][，没有写明用于何处{3}][，各项之和大于总额{4}]。 |
--     Operating funds are stated as {stated}; the {1} items named add up to {expected}: the difference is {difference}[, which
--     rounding explains{2}][, and its use is not named{3}][; the items exceed the whole{4}].
with named as (
    select
        disclosure_id,
        any_value(amount_yuan) filter (where row_role = 'total') as amount_yuan, any_value(unit) filter (where row_role = 'total') as unit,
        min(place) filter (where row_role = 'total') as place, min(cell_id) filter (where row_role = 'total') as cell_id,
        sum(amount_yuan) filter (where row_role = 'leaf') as sum_yuan, count(*) filter (where row_role = 'leaf') as figures,
        list(amount_yuan order by line_start, cell_id) filter (where row_role = 'leaf') as amounts,
        list(cell_id order by line_start, cell_id) filter (where row_role = 'leaf') as cells
    from figure
    where table_code = 'operating' and amount_yuan is not null
    group by disclosure_id
    having count(distinct amount_yuan) filter (where row_role = 'total') = 1 and count(*) filter (where row_role = 'leaf') > 1
),

weighed as (
    select *, graded(amount_yuan - sum_yuan, figures, place) as grade from named
)

select
    disclosure_id, '机关运行经费 所列各项' as subject, if(grade is null, null, 'notice') as severity,
    amount_yuan as stated_yuan, sum_yuan as expected_yuan, unit,
    array_to_string(list_transform(amounts, lambda one: plain_money(one, unit)), ' + ') as terms,
    [
        figures::varchar, if(grade = 'notice', '', null), if(grade = 'error' and amount_yuan > sum_yuan, '', null),
        if(grade = 'error' and amount_yuan < sum_yuan, '', null)
    ] as told,
    [cell_id] as stated_cells, cells as expected_cells
from weighed
