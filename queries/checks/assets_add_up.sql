-- check: assets_add_up
-- title: 固定资产各项之和不等于总额 | Fixed assets do not add up
-- severity: error
-- family: procurement_assets
-- rests on: arithmetic
-- method: 固定资产表：房屋 + 车辆 + 单价 20 万元以上的设备 + 其他 = 资产总额；办公用房 ≤ 房屋；资产总额 = 正文所述 | In the fixed assets
--     table: buildings + vehicles + equipment + other = total; office buildings ≤ buildings; total = the figure in the text
-- says: {1}为 {stated}{2} {expected}，相差 {difference}[，在四舍五入的范围内{notice}]。 |
--     {3} is {stated}, but {4} {expected}: the difference is {difference}[, which rounding explains{notice}].
with printed as (
    select
        a.*, c.table_no, c.row_no, t.unit, min(place_of(c.raw_text, t.unit)) over (partition by a.disclosure_id, c.table_no) as place,
        count(*) over (partition by a.disclosure_id, c.table_no, a.item) as times
    from asset as a
    join cell as c using (cell_id)
    join document_table as t on t.disclosure_id = a.disclosure_id and t.table_no = c.table_no
),

clear as (
    select *, count(distinct table_no) over (partition by disclosure_id) > 1 as several
    from printed
    qualify bool_and(times = 1 and value_status in ('reported', 'zero', 'blank')) over (partition by disclosure_id, table_no)
),

parts as (
    select
        w.disclosure_id, w.table_no, w.several, w.item_name, w.amount_yuan, w.unit, w.cell_id, w.place, sum(coalesce(p.amount_yuan, 0)) as sum_yuan,
        count(p.amount_yuan) as figures, string_agg(plain_money(p.amount_yuan, w.unit), ' + ' order by p.row_no) as terms,
        list(p.cell_id order by p.row_no) as cells
    from clear as w
    join clear as p on p.disclosure_id = w.disclosure_id and p.table_no = w.table_no
        and p.item in ('buildings', 'vehicles', 'equipment_over_200000', 'other')
    where w.item = 'total'
    group by w.disclosure_id, w.table_no, w.several, w.item_name, w.amount_yuan, w.unit, w.cell_id, w.place
    having w.amount_yuan is not null or figures > 0
),

written as (
    select disclosure_id, any_value(amount_yuan) as amount_yuan, any_value(unit) as unit, min(cell_id) as cell_id, min(place) as place
    from figure
    where table_code = 'statement' and measure = 'assets' and basis = 'prose' and amount_yuan is not null
    group by disclosure_id
    having count(distinct amount_yuan) = 1
)

select
    disclosure_id, concat_ws(' ', '固定资产表', if(several, table_no, null), item_name) as subject,
    graded(coalesce(amount_yuan, 0) - sum_yuan, figures, place) as severity,
    amount_yuan as stated_yuan, sum_yuan as expected_yuan, unit, coalesce(terms, '0') as terms, null as arithmetic,
    ['《部门固定资产占用情况表》的资产总额', '，各项之和为', 'The total of the fixed assets table', 'its items add up to'] as told,
    [cell_id] as stated_cells, cells as expected_cells
from parts
union all
select
    b.disclosure_id, concat_ws(' ', '固定资产表', if(b.several, b.table_no, null), b.item_name),
    if(b.amount_yuan < o.amount_yuan, graded(b.amount_yuan - o.amount_yuan, 1, b.place), null), b.amount_yuan, o.amount_yuan, b.unit, null, null,
    ['《部门固定资产占用情况表》的房屋', '，其中办公用房却为', 'Buildings in the fixed assets table', 'office buildings, a part of them, are'],
    [b.cell_id], [o.cell_id]
from clear as b
join clear as o using (disclosure_id, table_no)
where b.item = 'buildings' and o.item = 'office_buildings' and o.amount_yuan is not null
union all
select
    w.disclosure_id, '正文 固定资产金额', graded(w.amount_yuan - coalesce(t.amount_yuan, 0), 1, greatest(w.place, t.place)),
    w.amount_yuan, coalesce(t.amount_yuan, 0), w.unit, null,
    plain_money(w.amount_yuan, w.unit) || if(w.amount_yuan = coalesce(t.amount_yuan, 0), ' = ', ' ≠ ')
        || plain_money(coalesce(t.amount_yuan, 0), w.unit),
    ['正文所述固定资产', '，《部门固定资产占用情况表》的总额为', 'The value of fixed assets stated in the text', 'the total of the table is'],
    [w.cell_id], [t.cell_id]
from written as w
join clear as t using (disclosure_id)
where t.item = 'total' and not t.several
