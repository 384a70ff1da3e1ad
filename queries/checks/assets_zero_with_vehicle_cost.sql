-- check: assets_zero_with_vehicle_cost
-- title: 没有车辆，却有公务用车运行费 | No vehicle, yet vehicle operation is paid
-- severity: error
-- family: procurement_assets
-- rests on: consistency
-- method: 固定资产表中车辆为零（或空表并注明没有固定资产）时，三公经费的公务用车运行维护费应当也是零；表中其他行有数而车辆空白的，只作存疑 |
--     Where the fixed assets table has no vehicle (or is empty, with a note), vehicle operation among the three public funds should be
--     zero too; where only the row of vehicles is blank, a doubt
-- says: 《部门固定资产占用情况表》中[没有任何资产{1}][车辆一行空白{2}][车辆为零{3}]，三公经费却有“{4}” {5}[，需人工判断{warning}]。 |
--     The fixed assets table has [no assets at all{1}][a blank row of vehicles{2}][no vehicles{3}], yet "{4}" among the three public funds
--     is {5}[; this needs a person's judgement{warning}].
with fleet as (
    select
        a.disclosure_id, max(a.quantity) as quantity, max(a.amount_yuan) as amount_yuan, min(a.cell_id) as cell_id,
        bool_and(t.status = 'empty_with_note') as noted, bool_or(a.value_status not in ('reported', 'zero', 'blank')) as unclear
    from asset as a
    join cell as c using (cell_id)
    join document_table as t on t.disclosure_id = a.disclosure_id and t.table_no = c.table_no
    where a.item = 'vehicles' and t.status in ('read', 'empty_with_note')
    group by a.disclosure_id
),

cost as (
    select disclosure_id, item_name, amount_yuan, unit, cell_id
    from figure
    where table_code = 'three_public' and item_code = 'vehicle_operation' and measure = 'total' and copy_no = 1 and amount_yuan is not null
    qualify row_number() over (partition by disclosure_id order by basis desc, cell_id) = 1
)

select
    f.disclosure_id,
    '固定资产表 车辆' as subject,
    case
        when c.amount_yuan = 0 or f.quantity > 0 or f.amount_yuan > 0 then null
        when f.noted or f.quantity = 0 or f.amount_yuan = 0 then 'error'
        else 'warning'
    end as severity,
    case when f.noted then '空表' when f.quantity is null and f.amount_yuan is null then '空白' else trimmed(coalesce(f.quantity, 0)) end as stated,
    '> 0' as expected,
    [if(stated = '空表', '', null), if(stated = '空白', '', null), if(stated in ('空表', '空白'), null, ''), c.item_name, money(c.amount_yuan, c.unit)] as told,
    [f.cell_id] as stated_cells, [c.cell_id] as expected_cells
from fleet as f
join cost as c using (disclosure_id)
where not f.unclear
