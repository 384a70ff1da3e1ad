-- check: three_public_from_fund
-- title: 三公经费由政府性基金列支 | Three public funds paid from a government fund
-- severity: warning
-- family: three_public
-- rests on: budget_law
-- method: 三公经费表“政府性基金预算”一列：基金专款专用，列支三公经费需人工核对依据；逐项检查，各项都没有而合计有时查合计 | The government
--     fund column of the three public funds table: a fund has its own purpose, so a person should look for the basis; each component
--     is looked at, or the total where only that has a figure
-- says: 《财政拨款“三公”经费支出[决算表{1}][表{2}]》中“{3}”有 {stated}由政府性基金预算列支；基金专款专用，需人工核对依据。 |
--     In the three public funds table, {stated} of "{3}" is paid from the government fund budget; a fund has a purpose of its own,
--     so a reader should look for the basis.
with paid as (
    select
        disclosure_id, table_zh, copy_no, item_code, item_name, measure_zh, amount_yuan, unit, kind, cell_id,
        sum(amount_yuan) filter (where item_code <> 'total') over (partition by disclosure_id, table_no) as components_yuan
    from figure
    where table_code = 'three_public' and basis = 'table' and measure = 'government_fund'
        and item_code in ('total', 'overseas', 'vehicle_purchase', 'vehicle_operation', 'reception')
        and value_status in ('reported', 'zero', 'blank')
)

select
    disclosure_id, concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_name, measure_zh) as subject,
    if(amount_yuan > 0, 'warning', null) as severity, amount_yuan as stated_yuan, 0 as expected_yuan, unit,
    [if(kind = 'final_accounts', '', null), if(kind = 'final_accounts', null, ''), item_name] as told, [cell_id] as stated_cells
from paid
where item_code <> 'total' or coalesce(components_yuan, 0) = 0
