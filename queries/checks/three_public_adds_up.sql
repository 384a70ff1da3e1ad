-- check: three_public_adds_up
-- title: 三公经费各项不相符 | The three public funds do not add up
-- severity: error
-- family: three_public
-- rests on: arithmetic
-- method: 表中与正文中：出国 + 用车 + 接待 = 三公经费，购置 + 运行 = 用车；表中各资金来源之和 = 每行合计，合计 = 三公经费
--     + 会议费 + 培训费；正文与表逐项相同 | In table and text: overseas + vehicles + reception = total, purchase + operation = vehicles;
--     in the table, sources = total in each row, and 合计 = three public funds + meetings + training; text = table for each component
with said as (
    select
        disclosure_id, basis, table_no, copy_no, table_zh, table_en, measure, measure_zh, measure_en, item_code, max(item_name) as item_name,
        any_value(amount_yuan) as amount_yuan, any_value(unit) as unit, min(cell_id) as cell_id, min(place) as place, min(row_no) as row_no,
        -- withheld, unreadable, or said twice and differently: no sum can be tested with it
        bool_or(value_status not in ('reported', 'zero', 'blank')) or count(distinct amount_yuan) > 1 as unclear,
        coalesce(bool_or(basis = 'prose' and contains(column_header, '一般公共预算')), false) as general_only
    from figure
    where table_code = 'three_public' and measure <> 'change' and item_code is not null
    group by all
),

known as (
    select *, bool_or(item_code = 'vehicles') over (partition by disclosure_id, basis, table_no, measure) as with_vehicles
    from said
),

-- with_vehicles: where the figure of both together is not given, its two parts stand in for it.
part_of (whole, part, with_vehicles) as (
    values
        ('total', 'overseas', null), ('total', 'vehicles', true), ('total', 'vehicle_purchase', false), ('total', 'vehicle_operation', false),
        ('total', 'reception', null), ('vehicles', 'vehicle_purchase', null), ('vehicles', 'vehicle_operation', null),
        ('overseas', 'overseas_research', null), ('overseas', 'overseas_other', null),
        ('all', 'total', null), ('all', 'meeting', null), ('all', 'training', null)
),

component as (
    select
        w.disclosure_id, w.basis, w.table_no, w.measure, w.item_code, '各项之和' as against_zh, 'its parts add up to' as against_en,
        coalesce(sum(p.amount_yuan), 0) as sum_yuan, count(p.amount_yuan) as figures,
        string_agg(plain_money(p.amount_yuan, w.unit), ' + ' order by p.row_no, p.cell_id) as terms,
        list(p.cell_id order by p.row_no, p.cell_id) filter (where p.cell_id is not null) as cells
    from known as w
    join part_of as e on e.whole = w.item_code and coalesce(e.with_vehicles = w.with_vehicles, true)
    left join said as p
        on p.disclosure_id = w.disclosure_id and p.basis = w.basis and p.table_no = w.table_no and p.measure = w.measure and p.item_code = e.part
    group by w.disclosure_id, w.basis, w.table_no, w.measure, w.item_code, w.amount_yuan
    -- A table prints its rows even where blank; a sentence may leave a part out, and then can only say too much.
    having not bool_or(coalesce(p.unclear, false)) and count(p.cell_id) > 0
        and (w.basis = 'table' or count(p.cell_id) = count(*) or sum(p.amount_yuan) > w.amount_yuan)
),

source as (
    select
        w.disclosure_id, w.basis, w.table_no, w.measure, w.item_code, '各资金来源之和' as against_zh, 'its sources add up to' as against_en,
        coalesce(sum(p.amount_yuan), 0) as sum_yuan, count(p.amount_yuan) as figures,
        string_agg(plain_money(p.amount_yuan, w.unit), ' + ' order by p.cell_id) as terms, list(p.cell_id order by p.cell_id) as cells
    from said as w
    join said as p
        on p.disclosure_id = w.disclosure_id and p.table_no = w.table_no and p.basis = 'table' and p.item_code = w.item_code
        and p.measure in ('general_budget', 'government_fund', 'state_capital')
    where w.basis = 'table' and w.measure = 'total'
    group by w.disclosure_id, w.basis, w.table_no, w.measure, w.item_code
    having not bool_or(p.unclear)
),

-- A sentence about the general budget alone is held against that column.
spoken as (
    select disclosure_id, if(bool_or(general_only and item_code = 'total'), 'general_budget', 'total') as measure
    from said where basis = 'prose' group by disclosure_id
),

printed as (
    select
        p.disclosure_id, 'prose' as basis, p.table_no, p.measure, p.item_code, '表中' as against_zh, 'the table says' as against_en,
        coalesce(t.amount_yuan, 0) as sum_yuan, 1 as figures, coalesce(plain_money(t.amount_yuan, p.unit), '0') as terms, [t.cell_id] as cells,
        t.place as other_place
    from said as p
    join spoken as s on s.disclosure_id = p.disclosure_id
    join said as t
        on t.disclosure_id = p.disclosure_id and t.basis = 'table' and t.item_code = p.item_code and t.measure = s.measure and not t.unclear
    where p.basis = 'prose' and p.measure = 'total'
        and p.disclosure_id not in (select disclosure_id from said where copy_no > 1)
),

equation as (
    from component union all by name from source union all by name from printed
)

select
    w.disclosure_id,
    concat_ws(' ', w.table_zh, if(w.copy_no > 1, w.copy_no, null), w.item_name, w.measure_zh, e.against_zh) as subject,
    graded(coalesce(w.amount_yuan, 0) - e.sum_yuan, e.figures, greatest(w.place, coalesce(e.other_place, 0))) as severity,
    coalesce(money(w.amount_yuan, w.unit), '空白') as stated,
    money(e.sum_yuan, w.unit) as expected,
    coalesce(w.amount_yuan, 0) - e.sum_yuan as difference_yuan,
    case when e.other_place is null then coalesce(e.terms, '0') || ' = ' || plain_money(e.sum_yuan, w.unit)
        else coalesce(plain_money(w.amount_yuan, w.unit), '0') || if(difference_yuan = 0, ' = ', ' ≠ ') || e.terms end as arithmetic,
    format('{}中“{}”的{}为 {}，{}为 {}，相差 {}{}。', w.table_zh, w.item_name, w.measure_zh, coalesce(money(w.amount_yuan, w.unit), '空白'), e.against_zh,
        expected, money(difference_yuan, w.unit), if(severity = 'notice', '，在四舍五入的范围内', '')) as message_zh,
    format('In {}, {} of "{}" is {}, but {} {}: the difference is {}{}.', w.table_en, w.measure_en, w.item_name,
        coalesce(money(w.amount_yuan, w.unit), 'blank'), e.against_en, expected, money(difference_yuan, w.unit),
        if(severity = 'notice', ', which rounding explains', '')) as message_en,
    [w.cell_id] as stated_cells, e.cells as expected_cells
from equation as e
join said as w using (disclosure_id, basis, table_no, measure, item_code)
where not w.unclear and (w.amount_yuan is not null or e.figures > 0)
