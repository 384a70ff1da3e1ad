-- check: procurement_quantity_price
-- title: 采购数量 × 单价不等于金额 | Quantity × unit price is not the amount
-- severity: error
-- family: procurement_assets
-- rests on: arithmetic
-- method: 采购表每行：数量 × 单价 = 金额；单价四舍五入所能解释的差额只作提示；数量、单价只填了一个的存疑 | In every row of the procurement
--     table: quantity × unit price = amount; a difference that the rounding of the price explains is a notice only; a row with only
--     one of quantity and price is a doubt
-- says: 采购“{1}”：数量 {2} × 单价 {3} = {expected}，表中金额为 {stated}，相差 {difference}[，在四舍五入的范围内{notice}]。 |
--     "{1}": {2} × {3} is {expected}, but the amount is {stated}: the difference is {difference}[, which rounding explains{notice}].
-- says: 采购“{1}”的{4}空白，数量 × 单价无从核对。 | "{1}" leaves the {5} blank, so quantity × price cannot be checked.
with printed as (
    select
        w.fact_id as procurement_item_id, min(w.cell_id) filter (where w.field = 'quantity') as quantity_cell,
        min(w.cell_id) filter (where w.field = 'unit_price_yuan') as price_cell, any_value(t.unit) as money_unit,
        min(place_of(c.raw_text, t.unit)) filter (where w.field = 'unit_price_yuan') as price_place,
        min(place_of(c.raw_text, t.unit)) filter (where w.field = 'amount_yuan') as amount_place
    from fact_cell as w
    join cell as c using (cell_id)
    join document_table as t on t.disclosure_id = c.disclosure_id and t.table_no = c.table_no and t.table_code = 'procurement'
    where w.field in ('quantity', 'unit_price_yuan', 'amount_yuan')
    group by w.fact_id
),

-- A blank is no fact: its cell stands in the column of the other rows' figures.
price_column as (
    select c.disclosure_id, c.table_no, w.field, min(c.column_no) as column_no
    from fact_cell as w
    join cell as c using (cell_id)
    where w.field in ('quantity', 'unit_price_yuan') and w.fact_id in (select procurement_item_id from procurement_item)
    group by c.disclosure_id, c.table_no, w.field
),

priced as (
    select
        *, (quantity * unit_price_yuan)::decimal(18, 2) as product_yuan,
        quantity * greatest(price_place, 0.01) / 2 + amount_place / 2 as tolerance  -- prices are kept to the hundredth of a yuan
    from procurement_item
    join printed using (procurement_item_id)
    where quantity is not null and unit_price_yuan is not null and amount_yuan is not null
)

select
    disclosure_id,
    concat_ws(' ', '采购表', project_name, item_name, '数量 × 单价') as subject,
    case when amount_yuan = product_yuan then null when abs(amount_yuan - product_yuan) <= tolerance then 'notice' else 'error' end as severity,
    amount_yuan as stated_yuan, product_yuan as expected_yuan, money_unit as unit,
    format('{} × {}', trimmed(quantity), plain_money(unit_price_yuan, money_unit)) as terms,
    [coalesce(item_name, project_name, '—'), trimmed(quantity), money(unit_price_yuan, money_unit)] as told,
    [cell_id] as stated_cells, [quantity_cell, price_cell] as expected_cells
from priced
union all by name
select
    q.disclosure_id,
    concat_ws(' ', '采购表', q.project_name, q.item_name, if(q.quantity is null, '数量', '单价')) as subject,
    'warning' as severity,
    '空白' as stated,
    [coalesce(q.item_name, q.project_name, '—'), null, null, if(q.quantity is null, '数量', '单价'),
        if(q.quantity is null, 'quantity', 'unit price')] as told,
    [b.cell_id] as stated_cells, [q.cell_id] as expected_cells
from procurement_item as q
join cell as c on c.cell_id = q.cell_id
join price_column as o on o.disclosure_id = c.disclosure_id and o.table_no = c.table_no and o.field = if(q.quantity is null, 'quantity', 'unit_price_yuan')
join cell as b on b.disclosure_id = c.disclosure_id and b.table_no = c.table_no and b.row_no = c.row_no and b.column_no = o.column_no
where (q.quantity is null) <> (q.unit_price_yuan is null) and b.reading = 'blank'
