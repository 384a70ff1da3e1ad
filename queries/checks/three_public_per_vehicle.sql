-- check: three_public_per_vehicle
-- title: 单车运行维护费偏高 | Operation per vehicle is high
-- severity: warning
-- family: three_public
-- rests on: consistency
-- store: yes
-- method: 公务用车运行维护费 ÷ 上年末车辆数，与库中其他文件（其他部门、其他年份）的中位数相比，超过两倍的需人工判断；不足五份可比时只作
--     提示 | Vehicle operation ÷ vehicles at the end of last year, against the median of the other documents in the store (other
--     departments and years): more than twice as much needs a person's judgement; with fewer than five to compare, a notice only
with cost as (
    select disclosure_id, amount_yuan, unit, cell_id
    from figure
    where table_code = 'three_public' and item_code = 'vehicle_operation' and measure = 'total' and amount_yuan > 0 and copy_no = 1
    qualify row_number() over (partition by disclosure_id order by basis desc, cell_id) = 1
),

fleet as (
    select disclosure_id, max(quantity) as vehicles, min(cell_id) as cell_id
    from asset where item = 'vehicles' and quantity > 0
    group by disclosure_id
    having count(*) = 1
),

each_vehicle as (
    select
        c.*, f.vehicles, f.cell_id as fleet_cell, (c.amount_yuan / f.vehicles)::decimal(18, 2) as yuan,
        row_number() over (order by c.amount_yuan / f.vehicles, disclosure_id) as place, count(*) over () as documents
    from cost as c
    join fleet as f using (disclosure_id)
),

-- The middle of the others: in the sorted row, without one's own place (of an even number, the higher one).
compared as (
    select e.*, o.yuan as middle_yuan, o.cell_id as middle_cell, e.documents - 1 as others
    from each_vehicle as e
    join each_vehicle as o on o.place = (e.documents - 1) // 2 + 1 + if((e.documents - 1) // 2 + 1 >= e.place, 1, 0)
)

select
    disclosure_id,
    '公务用车运行维护费 每辆' as subject,
    case when yuan > 2 * middle_yuan then if(others < 5, 'notice', 'warning') end as severity,
    format('{} ÷ {} = {}', money(amount_yuan, unit), trimmed(vehicles), money(yuan, unit)) as stated,
    '≤ 2 × ' || money(middle_yuan, unit) as expected,
    format('公务用车运行维护费 {}，上年末车辆 {} 辆，每辆 {}；{}为每辆 {}，不到其一半，需人工判断。', money(amount_yuan, unit), trimmed(vehicles),
        money(yuan, unit), if(others = 1, '库中仅有的另一份可比文件', format('库中其他 {} 份文件的中位数', others)), money(middle_yuan, unit)) as message_zh,
    format('Vehicle operation is {} for {} at the end of last year, {} each; {} {}, less than half as much; to be judged by a reader.',
        money(amount_yuan, unit), if(vehicles = 1, '1 vehicle', trimmed(vehicles) || ' vehicles'), money(yuan, unit),
        if(others = 1, 'the one other document to compare with has', format('the median of {} other documents is', others)),
        money(middle_yuan, unit)) as message_en,
    [cell_id, fleet_cell] as stated_cells, [middle_cell] as expected_cells
from compared
