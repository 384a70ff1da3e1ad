-- check: execution_over_budget
-- title: 执行数超过预算数或到位数 | More spent than budgeted or received
-- severity: warning
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 合计、财政资金、上年结转、其他资金：执行数 ≤ 预算数（调整后），执行数 ≤ 到位数 | In total and for each source: executed is no
--     more than the budget after changes, and no more than what arrived
with sum_of (field, source, source_en) as (
    values ('', '合计', 'in total'), ('fiscal_', '财政资金', 'from the budget'), ('carryover_', '上年结转', 'from last year'),
        ('other_', '其他资金', 'from other sources')
),

bound_of (bound_field, bound_name) as (values ('budget_yuan', '预算数'), ('arrived_yuan', '到位数')),

sums as (
    unpivot (
        select evaluation_id, budget_yuan, arrived_yuan, executed_yuan, fiscal_budget_yuan, fiscal_arrived_yuan, fiscal_executed_yuan,
            carryover_budget_yuan, carryover_executed_yuan, other_budget_yuan, other_arrived_yuan, other_executed_yuan
        from evaluation
    )
    on columns(* exclude (evaluation_id)) into name field value yuan
),

pair as (
    select e.*, o.source, o.source_en, b.bound_name, s.yuan as spent, u.yuan as bound, s.field, u.field as other
    from sums as s
    join sum_of as o on s.field = o.field || 'executed_yuan'
    cross join bound_of as b
    join sums as u on u.evaluation_id = s.evaluation_id and u.field = o.field || b.bound_field
    join form as e on e.evaluation_id = s.evaluation_id
)

select
    disclosure_id,
    concat_ws(' ', form_name, source, '执行数', bound_name) as subject,
    if(spent > bound, 'warning', null) as severity,
    money(spent, unit) as stated,
    '≤ ' || money(bound, unit) as expected,
    greatest(spent - bound, 0) as difference_yuan,
    format('“{}”{}执行数 {}，超过{} {}，多 {}。', project_name,
        source, money(spent, unit), bound_name, money(bound, unit), money(spent - bound, unit)) as message_zh,
    format('"{}" spent {} {}, {} more than the {} {}.', project_name, money(spent, unit), source_en, money(spent - bound, unit), money(bound, unit),
        if(bound_name = '预算数', 'budgeted', 'received')) as message_en,
    [place[field]] as stated_cells, [place[other]] as expected_cells
from pair
