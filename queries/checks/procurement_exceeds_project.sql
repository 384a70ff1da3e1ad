-- check: procurement_exceeds_project
-- title: 采购金额大于项目资金 | Purchases exceed the project's money
-- severity: error
-- family: procurement_assets
-- rests on: consistency
-- method: 采购表中同一项目各行金额之和，不得大于同表所列该项目的预算资金 | The purchases of one project in the procurement table, taken
--     together, may not exceed the project's money printed beside them
select
    disclosure_id,
    concat_ws(' ', '采购表', project_name) as subject,
    if(amount_yuan > project_yuan, 'error', null) as severity,
    money(amount_yuan, unit) as stated,
    '≤ ' || money(project_yuan, unit) as expected,
    amount_yuan - project_yuan as difference_yuan,
    format('采购表中“{}”的采购金额{}为 {}，大于同表所列该项目的预算资金 {}，多出 {}。', project_name, if(figures > 1, '合计（' || terms || '）', ''), stated,
        money(project_yuan, unit), money(difference_yuan, unit)) as message_zh,
    format('The purchases of "{}" come to {}{}, but its money is {} in the same table: {} more.', project_name, stated,
        if(figures > 1, ' (' || terms || ')', ''), money(project_yuan, unit), money(difference_yuan, unit)) as message_en,
    cells as stated_cells, project_cells as expected_cells
from purchase
