-- check: three_public_adds_up
-- title: 三公经费各项不相符 | The three public funds do not add up
-- severity: error
-- family: three_public
-- rests on: arithmetic
-- method: 表中与正文中：出国 + 用车 + 接待 = 三公经费，购置 + 运行 = 用车；表中各资金来源之和 = 每行合计，合计 = 三公经费
--     + 会议费 + 培训费；正文与表逐项相同 | In table and text: overseas + vehicles + reception = total, purchase + operation = vehicles;
--     in the table, sources = total in each row, and 合计 = three public funds + meetings + training; text = table for each component
-- says: {1}中“{2}”的{3}为 {stated}，{4}为 {expected}，相差 {difference}[，在四舍五入的范围内{notice}]。 |
--     In {5}, {6} of "{2}" is [{stated}{7}][blank{8}], but {9} {expected}: the difference is {difference}[, which rounding
--     explains{notice}].
with said as (
    select
        disclosure_id, basis, table_no, copy_no, table_zh, table_en, measure, measure_zh, measure_en, item_code, max(item_name) as item_name,
        any_value(amount_yuan) as amount_yuan, any_value(unit) as unit, min(cell_id) as cell_id, min(place) as place, min(row_no) as row_no,
        -- withheld, unreadable, or said twice and differently: no sum can be tested with it
        bool_or(value_status not in ('reported', 'zero', 'blank')) or coalesce(min(amount_yuan) <> max(amount_yuan), false) as unclear,
        bool_or(basis = 'prose' and item_code = 'total' and contains(column_header, '一般公共预算')) as general_only,
        bool_or(item_code = 'vehicles') over (partition by disclosure_id, basis, table_no, measure) as with_vehicles
    from figure
    where table_code = 'three_public' and measure <> 'change' and item_code is not null
    group by disclosure_id, basis, table_no, copy_no, table_zh, table_en, measure, measure_zh, measure_en, item_code
),

-- with_vehicles: where the figure of both together is not given, its two parts stand in for it.
part_of (item_code, part, with_vehicles, parts) as (
    values
        ('total', 'overseas', true, 3), ('total', 'vehicles', true, 3), ('total', 'reception', true, 3),
        ('total', 'overseas', false, 4), ('total', 'vehicle_purchase', false, 4), ('total', 'vehicle_operation', false, 4),
        ('total', 'reception', false, 4), ('vehicles', 'vehicle_purchase', true, 2), ('vehicles', 'vehicle_operation', true, 2),
        ('overseas', 'overseas_research', null, 2), ('overseas', 'overseas_other', null, 2),
        ('all', 'total', null, 3), ('all', 'meeting', null, 3), ('all', 'training', null, 3)
),

-- A sentence about the general budget alone is held against that column.
spoken as (
    select disclosure_id, if(bool_or(general_only), 'general_budget', 'total') as measure
    from said
    group by disclosure_id
    having max(copy_no) = 1
),

equation as (
    select
        p.disclosure_id, p.basis, p.table_no, p.measure, e.item_code, '各项之和' as against_zh, 'its parts add up to' as against_en,
        coalesce(sum(p.amount_yuan), 0) as sum_yuan, count(p.amount_yuan) as figures, list(p.amount_yuan order by p.row_no, p.cell_id) as amounts,
        list(p.cell_id order by p.row_no, p.cell_id) as cells, p.basis = 'table' or count(*) = max(e.parts) as complete, 0 as other_place
    from said as p
    join part_of as e on e.part = p.item_code and coalesce(e.with_vehicles = p.with_vehicles, true)
    group by p.disclosure_id, p.basis, p.table_no, p.measure, e.item_code
    having not bool_or(p.unclear)
    union all
    select
        disclosure_id, basis, table_no, 'total', item_code, '各资金来源之和', 'its sources add up to',
        coalesce(sum(amount_yuan), 0), count(amount_yuan), list(amount_yuan order by cell_id), list(cell_id order by cell_id), true, 0
    from said
    where basis = 'table' and measure in ('general_budget', 'government_fund', 'state_capital')
    group by disclosure_id, basis, table_no, item_code
    having not bool_or(unclear)
    union all
    select t.disclosure_id, 'prose', 0, 'total', t.item_code, '表中', 'the table says', coalesce(t.amount_yuan, 0), 1, null, [t.cell_id], true, t.place
    from said as t
    join spoken using (disclosure_id, measure)
    where t.basis = 'table' and not t.unclear
)

select
    w.disclosure_id, concat_ws(' ', w.table_zh, if(w.copy_no > 1, w.copy_no, null), w.item_name, w.measure_zh, e.against_zh) as subject,
    graded(coalesce(w.amount_yuan, 0) - e.sum_yuan, e.figures, greatest(w.place, e.other_place)) as severity,
    w.amount_yuan as stated_yuan, if(w.amount_yuan is null, '空白', null) as stated, e.sum_yuan as expected_yuan, w.unit,
    coalesce(array_to_string(list_transform(e.amounts, lambda one: plain_money(one, w.unit)), ' + '), '0') as terms,
    if(e.amounts is not null, null, concat_ws(' ', coalesce(plain_money(w.amount_yuan, w.unit), '0'),
        if(coalesce(w.amount_yuan, 0) = e.sum_yuan, '=', '≠'), plain_money(e.sum_yuan, w.unit))) as arithmetic,
    [
        w.table_zh, w.item_name, w.measure_zh, e.against_zh, w.table_en, w.measure_en, if(w.amount_yuan is null, null, ''),
        if(w.amount_yuan is null, '', null), e.against_en
    ] as told,
    [w.cell_id] as stated_cells, e.cells as expected_cells
from equation as e
join said as w using (disclosure_id, basis, table_no, measure, item_code)
where not w.unclear and (w.amount_yuan is not null or e.figures > 0)
    -- A table prints its rows even where blank; a sentence may leave a part out, and then can only say too much.
    and (e.complete or e.sum_yuan > w.amount_yuan)
