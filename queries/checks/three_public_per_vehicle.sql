-- check: three_public_per_vehicle
-- title: 单车运行维护费偏高 | Operation per vehicle is high
-- severity: warning
-- family: three_public
-- rests on: consistency
-- store: yes
-- method: 公务用车运行维护费 ÷ 上年末车辆数，与库中其他文件（其他部门、其他年份）的中位数相比，超过两倍的需人工判断；不足五份可比时只作
--     提示 | Vehicle operation ÷ vehicles at the end of last year, against the median of the other documents in the store (other
--     departments and years): more than twice as much needs a person's judgement; with fewer than five to compare, a notice only
-- says: 公务用车运行维护费 {1}，上年末车辆 {2} 辆，每辆 {3}；[库中仅有的另一份可比文件{4}][库中其他 {5} 份文件的中位数]为每辆 {6}，不到其一半，需人工判断。 |
--     Vehicle operation is {1} for {2} [vehicle{7}][vehicles{8}] at the end of last year, {3} each; [the one other document to
--     compare with has{4}][the median of {5} other documents is] {6}, less than half as much; to be judged by a reader.
with each_vehicle as (
    select
        c.disclosure_id, c.amount_yuan, c.unit, c.cell_id, f.vehicles, f.cell_id as fleet_cell, (c.amount_yuan / f.vehicles)::decimal(18, 2) as yuan,
        row_number() over (order by c.amount_yuan / f.vehicles, c.disclosure_id) as place, count(*) over () as documents
    from (
        select distinct on (disclosure_id) disclosure_id, amount_yuan, unit, cell_id
        from figure
        where table_code = 'three_public' and item_code = 'vehicle_operation' and measure = 'total' and amount_yuan > 0 and copy_no = 1
        order by disclosure_id, basis desc, cell_id
    ) as c
    join (
        select disclosure_id, max(quantity) as vehicles, min(cell_id) as cell_id
        from asset
        where item = 'vehicles' and quantity > 0
        group by disclosure_id
        having count(*) = 1
    ) as f using (disclosure_id)
),

-- The middle of the others: in the sorted row, without one's own place (of an even number, the higher one).
compared as (
    select
        e.disclosure_id, e.yuan > 2 * o.yuan as high, e.cell_id, e.fleet_cell, o.cell_id as middle_cell, e.documents - 1 as others,
        money(e.amount_yuan, e.unit) as cost, trimmed(e.vehicles) as vehicles, money(e.yuan, e.unit) as each_one, money(o.yuan, e.unit) as middle
    from each_vehicle as e
    join each_vehicle as o on o.place = (e.documents - 1) // 2 + 1 + if((e.documents - 1) // 2 + 1 >= e.place, 1, 0)
)

select
    disclosure_id, '公务用车运行维护费 每辆' as subject, if(high, if(others < 5, 'notice', 'warning'), null) as severity,
    concat(cost, ' ÷ ', vehicles, ' = ', each_one) as stated, '≤ 2 × ' || middle as expected,
    [
        cost, vehicles, each_one, if(others = 1, '', null), if(others = 1, null, others::varchar), middle,
        if(vehicles = '1', '', null), if(vehicles = '1', null, '')
    ] as told,
    [cell_id, fleet_cell] as stated_cells, [middle_cell] as expected_cells
from compared
