-- check: procurement_exceeds_project
-- title: 采购金额大于项目资金 | Purchases exceed the project's money
-- severity: error
-- family: procurement_assets
-- rests on: consistency
-- method: 采购表中同一项目各行金额之和，不得大于同表所列该项目的预算资金 | The purchases of one project in the procurement table, taken
--     together, may not exceed the project's money printed beside them
-- says: 采购表中“{1}”的采购金额[合计（{2}）]为 {stated}，大于同表所列该项目的预算资金 {3}，多出 {difference}。 |
--     The purchases of "{1}" come to {stated}[ ({2})], but its money is {3} in the same table: {difference} more.
select
    disclosure_id,
    concat_ws(' ', '采购表', project_name) as subject,
    if(amount_yuan > project_yuan, 'error', null) as severity,
    amount_yuan as stated_yuan, unit,
    '≤ ' || money(project_yuan, unit) as expected,
    amount_yuan - project_yuan as difference_yuan,
    [project_name, if(figures > 1, terms, null), money(project_yuan, unit)] as told,
    cells as stated_cells, project_cells as expected_cells
from purchase
