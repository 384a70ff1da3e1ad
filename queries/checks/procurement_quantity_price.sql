-- check: procurement_quantity_price
-- title: 采购数量 × 单价不等于金额 | Quantity × unit price is not the amount
-- severity: error
-- family: procurement_assets
-- rests on: arithmetic
-- method: 采购表每行：数量 × 单价 = 金额；单价四舍五入所能解释的差额只作提示 | In every row of the procurement table: quantity × unit price =
--     amount; a difference that the rounding of the price explains is a notice only
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
    money(amount_yuan, money_unit) as stated,
    money(product_yuan, money_unit) as expected,
    amount_yuan - product_yuan as difference_yuan,
    format('{} × {} = {}', trimmed(quantity), plain_money(unit_price_yuan, money_unit), plain_money(product_yuan, money_unit)) as arithmetic,
    format('采购“{}”：数量 {} × 单价 {} = {}，表中金额为 {}，相差 {}{}。', coalesce(item_name, project_name, '—'), trimmed(quantity),
        money(unit_price_yuan, money_unit), expected, stated, money(difference_yuan, money_unit),
        if(severity = 'notice', '，在四舍五入的范围内', '')) as message_zh,
    format('"{}": {} × {} is {}, but the amount is {}: the difference is {}{}.', coalesce(item_name, project_name, '—'), trimmed(quantity),
        money(unit_price_yuan, money_unit), expected, stated, money(difference_yuan, money_unit),
        if(severity = 'notice', ', which rounding explains', '')) as message_en,
    [cell_id] as stated_cells, [quantity_cell, price_cell] as expected_cells
from priced
