-- check: project_cost_reconcile
-- title: 成本指标与项目支出对不上 | Cost indicators and project expenditure do not meet
-- severity: warning
-- family: indicators
-- rests on: arithmetic
-- method: 已知金额（预算数，或采购表所列项目预算资金）的项目，成本指标（标准、人均等单位成本除外）之和应与之相等（较小的可能只列了一部分，为提示）；全部项目的成本指标之和不应超过
--     部门项目支出 | Where a project's amount is known (its budget, or what the procurement table gives) the cost indicators, unit costs
--     aside, should add up to it (a smaller sum may leave some out: a notice); those of all projects should not exceed the
--     department's project expenditure
with cost as (
    select
        i.disclosure_id, i.project_id, i.project_no, i.project_name, p.budget_yuan, i.row_no, i.cell_id, i.operator,
        if(i.unit = '万', '万元', i.unit) as money_unit, (i.value_number * units_of(money_unit))::decimal(18, 2) as cost_yuan
    from printed_indicator as i
    join project as p using (project_id)
    where contains(i.level2, '成本') and i.unit in ('元', '万元', '亿元', '万') and i.value_number is not null
        and coalesce(i.operator, '≤') not in ('≥', '>')
        and not regexp_matches(concat_ws(' ', i.level3, i.description), '标准|人均|户均|均价|单价|每|平均|亩均')
),

known as (
    select p.project_id, p.budget_yuan as project_yuan, f.cell_id, 1 as source
    from project as p
    join fact_cell as f on f.fact_id = p.project_id and f.field = 'budget_yuan'
    union all
    select p.project_id, r.project_yuan, f.cell_id, 2
    from procurement_item as r
    join project as p on p.disclosure_id = r.disclosure_id and p.project_name = r.project_name
    join fact_cell as f on f.fact_id = r.procurement_item_id and f.field = 'project_yuan'
    where r.project_yuan is not null
    qualify row_number() over (partition by p.project_id order by r.row_no) = 1
),

amount_known as (
    select * from known qualify row_number() over (partition by project_id order by source) = 1
),

project_cost as (
    select
        disclosure_id, project_id, project_no, project_name, sum(cost_yuan) as cost_yuan,
        string_agg(plain_money(cost_yuan, '万元'), ' + ' order by row_no) as terms, list(cell_id order by row_no) as cells
    from cost
    group by disclosure_id, project_id, project_no, project_name
),

-- The project expenditure of the whole document, from its table or else its text.
expenditure as (
    select disclosure_id, amount_yuan, cell_id
    from figure
    where measure = 'project' and row_role = 'total' and table_code in ('expenditure', 'statement') and amount_yuan is not null
    qualify row_number() over (partition by disclosure_id order by amount_yuan desc, cell_id) = 1
)

select
    c.disclosure_id,
    concat_ws(' ', c.project_no, c.project_name) as subject,
    case when c.cost_yuan > k.project_yuan then 'warning' when c.cost_yuan < k.project_yuan then 'notice' end as severity,
    money(c.cost_yuan, '万元') as stated,
    money(k.project_yuan, '万元') as expected,
    c.cost_yuan - k.project_yuan as difference_yuan,
    format('{} = {}', c.terms, plain_money(c.cost_yuan, '万元')) as arithmetic,
    format('项目“{}”的成本指标合计{}，项目金额为{}，相差{}。', c.project_name, stated, expected, money(difference_yuan, '万元')) as message_zh,
    format('The cost indicators of "{}" add up to {}, but the project has {}; the difference is {}.', c.project_name, stated, expected,
        money(difference_yuan, '万元')) as message_en,
    c.cells as stated_cells, [k.cell_id] as expected_cells
from project_cost as c
join amount_known as k using (project_id)
union all by name
select
    c.disclosure_id,
    '成本指标合计 / 项目支出' as subject,
    if(sum(c.cost_yuan) > any_value(e.amount_yuan), 'warning', null) as severity,
    money(sum(c.cost_yuan), '万元') as stated,
    '≤ ' || money(any_value(e.amount_yuan), '万元') as expected,
    sum(c.cost_yuan) - any_value(e.amount_yuan) as difference_yuan,
    null as arithmetic,
    format('{}个项目的成本指标合计{}，超过部门项目支出{}。', count(*), stated, money(any_value(e.amount_yuan), '万元')) as message_zh,
    format('The cost indicators of {} projects add up to {}, more than the project expenditure of {}.', count(*), stated,
        money(any_value(e.amount_yuan), '万元')) as message_en,
    list(c.cells[1] order by c.project_no) as stated_cells, [any_value(e.cell_id)] as expected_cells
from project_cost as c
join expenditure as e using (disclosure_id)
group by c.disclosure_id
