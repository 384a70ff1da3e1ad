-- check: project_cost_reconcile
-- title: 成本指标与项目支出对不上 | Cost indicators and project expenditure do not meet
-- severity: warning
-- family: indicators
-- rests on: arithmetic
-- method: 已知金额（预算数，或采购表所列项目预算资金）的项目，成本指标（标准、人均等单位成本除外）之和应与之相等（较小的可能只列了一部分，为提示）；全部项目的成本指标之和不应超过
--     部门项目支出 | Where a project's amount is known (its budget, or what the procurement table gives) the cost indicators, unit costs
--     aside, should add up to it (a smaller sum may leave some out: a notice); those of all projects should not exceed the
--     department's project expenditure
-- says: 项目“{1}”的成本指标合计{stated}，项目金额为{expected}，相差{difference}。 |
--     The cost indicators of "{1}" add up to {stated}, but the project has {expected}; the difference is {difference}.
-- says: {2}个项目的成本指标合计{stated}，超过部门项目支出{3}。 |
--     The cost indicators of {2} projects add up to {stated}, more than the project expenditure of {3}.
with project_cost as (
    select
        disclosure_id, project_id, project_no, project_name, sum(yuan) as yuan,
        string_agg(plain_money(yuan, '万元'), ' + ' order by row_no) as terms, list(cell_id order by row_no) as cells
    from (
        select
            disclosure_id, project_id, project_no, project_name, row_no, cell_id,
            (value_number * units_of(if(unit = '万', '万元', unit)))::decimal(18, 2) as yuan
        from printed_indicator
        where contains(level2, '成本') and unit in ('元', '万元', '亿元', '万') and value_number is not null
            and coalesce(operator, '≤') not in ('≥', '>')
            and not regexp_matches(concat_ws(' ', level3, description), '标准|人均|户均|均价|单价|每|平均|亩均')
    )
    group by disclosure_id, project_id, project_no, project_name
),

-- Of several purchases the first.
purchased as (
    select r.disclosure_id, r.project_name, arg_min({yuan: r.project_yuan, cell_id: f.cell_id}, r.row_no) as project
    from procurement_item as r
    join fact_cell as f on f.fact_id = r.procurement_item_id and f.field = 'project_yuan'
    where r.project_yuan is not null
    group by r.disclosure_id, r.project_name
),

-- The project expenditure of the whole document, from its table or else its text.
expenditure as (
    select disclosure_id, max(amount_yuan) as yuan, arg_min(cell_id, {yuan: -amount_yuan, cell_id: cell_id}) as cell_id
    from figure
    where measure = 'project' and row_role = 'total' and table_code in ('expenditure', 'statement') and amount_yuan is not null
    group by disclosure_id
)

select
    disclosure_id, concat_ws(' ', project_no, project_name) as subject,
    case when yuan > project_yuan then 'warning' when yuan < project_yuan then 'notice' end as severity,
    yuan as stated_yuan, project_yuan as expected_yuan, '万元' as unit, null as expected, terms || ' = ' || plain_money(yuan, '万元') as arithmetic,
    [project_name] as told, cells as stated_cells, [cell_id] as expected_cells
from (
    select c.*, if(f.cell_id is null, r.project.yuan, p.budget_yuan) as project_yuan, coalesce(f.cell_id, r.project.cell_id) as cell_id
    from project_cost as c
    join project as p using (project_id)
    left join fact_cell as f on f.fact_id = c.project_id and f.field = 'budget_yuan'
    left join purchased as r on r.disclosure_id = c.disclosure_id and r.project_name = c.project_name
)
where cell_id is not null
union all
select
    disclosure_id, '成本指标合计 / 项目支出', if(cost_yuan > yuan, 'warning', null), cost_yuan, yuan, '万元', '≤ ' || at_most, null,
    [null, projects::varchar, at_most], cells, [cell_id]
from (
    select
        c.disclosure_id, sum(c.yuan) as cost_yuan, count(*) as projects, list(c.cells[1] order by c.project_no, c.cells[1]) as cells,
        any_value(e.yuan) as yuan, any_value(e.cell_id) as cell_id, money(any_value(e.yuan), '万元') as at_most
    from project_cost as c
    join expenditure as e using (disclosure_id)
    group by c.disclosure_id
)
