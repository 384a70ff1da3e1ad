-- check: execution_over_budget
-- title: 执行数超过预算数或到位数 | More spent than budgeted or received
-- severity: warning
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 合计、财政资金、上年结转、其他资金：执行数 ≤ 预算数（调整后），执行数 ≤ 到位数 | In total and for each source: executed is no
--     more than the budget after changes, and no more than what arrived
-- says: “{1}”{2}执行数 {stated}，超过{3} {4}，多 {difference}。 | "{1}" spent {stated} {5}, {difference} more than the {4} {6}.
with pair as (
    select
        disclosure_id, form_name, project_name, unit, place,
        unnest([
            {'source': '合计', 'source_en': 'in total', 'field': '', 'bound_field': 'budget_yuan', 'spent': executed_yuan, 'bound': budget_yuan},
            {'source': '合计', 'source_en': 'in total', 'field': '', 'bound_field': 'arrived_yuan', 'spent': executed_yuan, 'bound': arrived_yuan},
            {'source': '财政资金', 'source_en': 'from the budget', 'field': 'fiscal_', 'bound_field': 'budget_yuan', 'spent': fiscal_executed_yuan,
                'bound': fiscal_budget_yuan},
            {'source': '财政资金', 'source_en': 'from the budget', 'field': 'fiscal_', 'bound_field': 'arrived_yuan', 'spent': fiscal_executed_yuan,
                'bound': fiscal_arrived_yuan},
            {'source': '上年结转', 'source_en': 'from last year', 'field': 'carryover_', 'bound_field': 'budget_yuan',
                'spent': carryover_executed_yuan, 'bound': carryover_budget_yuan},
            {'source': '其他资金', 'source_en': 'from other sources', 'field': 'other_', 'bound_field': 'budget_yuan', 'spent': other_executed_yuan,
                'bound': other_budget_yuan},
            {'source': '其他资金', 'source_en': 'from other sources', 'field': 'other_', 'bound_field': 'arrived_yuan', 'spent': other_executed_yuan,
                'bound': other_arrived_yuan}
        ], recursive := true)
    from form
),

named as (
    select *, if(bound_field = 'budget_yuan', ['预算数', 'budgeted'], ['到位数', 'received']) as bound_name, money(bound, unit) as most
    from pair
    where spent is not null and bound is not null
)

select
    disclosure_id,
    concat_ws(' ', form_name, source, '执行数', bound_name[1]) as subject,
    if(spent > bound, 'warning', null) as severity,
    spent as stated_yuan, bound as expected_yuan, unit,
    '≤ ' || most as expected,
    [project_name, source, bound_name[1], most, source_en, bound_name[2]] as told,
    [place[field || 'executed_yuan']] as stated_cells, [place[field || bound_field]] as expected_cells
from named
