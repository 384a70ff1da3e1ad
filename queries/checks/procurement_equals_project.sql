-- check: procurement_equals_project
-- title: 项目资金全部用于采购 | All of a project's money goes into purchases
-- severity: warning
-- family: procurement_assets
-- rests on: consistency
-- method: 采购表中同一项目各行金额之和恰等于该项目的预算资金：项目名称本身就是采购、印刷、租赁、工程一类的除外，其余需人工判断 | The purchases
--     of one project come to exactly its money: a person should look, unless the project's name itself is about buying, printing,
--     renting or building (data/audit/purchase_project.csv)
-- says: 采购表中“{1}”的采购金额为 {stated}，恰等于该项目的全部预算资金，项目名称却不是采购，需人工判断。 |
--     The purchases of "{1}" come to {stated}, exactly its whole budget, although its name is not about buying; to be judged by a reader.
-- Projects that may well be one purchase and nothing else.
with buying as (
    select distinct p.disclosure_id, p.project_name from purchase as p join purchase_project as w on contains(p.project_name, w.word)
)

select
    p.disclosure_id,
    concat_ws(' ', '采购表', p.project_name) as subject,
    if(p.amount_yuan = p.project_yuan and p.project_yuan > 0 and b.project_name is null, 'warning', null) as severity,
    money(p.amount_yuan, p.unit) as stated,
    '< ' || money(p.project_yuan, p.unit) as expected,
    [p.project_name] as told,
    p.cells as stated_cells, p.project_cells as expected_cells
from purchase as p
left join buying as b using (disclosure_id, project_name)
