-- check: execution_rate
-- title: 预算执行率与金额不符 | The execution rate does not follow from the money
-- severity: error
-- family: self_evaluation
-- rests on: arithmetic
-- method: 执行数 ÷ 预算数（调整后、全年）= 所填执行率；预算数、执行数只填了一个的，无从核对 | Executed ÷ budget (after changes) = the rate
--     stated; where only one of the two is filled in, nothing can be told
-- says: “{1}”执行 {2} {unit}、预算 {3} {unit}，执行率应为 {expected}，表中填 {stated}[，四舍五入可以解释{notice}]。 | "{1}" spent {2} {unit} of a budget of {3}
--     {unit}, a rate of {expected}, but the form states {stated}[, which rounding explains{notice}].
-- says: “{1}”的{5}空白，{6}为 {4} {unit}，执行率无从核对。 | "{1}" leaves the {7} blank while the {8} is {4} {unit}, so the rate cannot be checked.
with rated as (
    select
        e.disclosure_id, e.form_name, e.project_name, e.unit, e.place,
        abs(e.execution_rate_stated - e.executed_yuan / e.budget_yuan) as apart, r.raw_text as printed,
        -- Half the last place of the print: '89.02%' → 0.00005.
        0.5 / power(10, length(regexp_extract(r.raw_text, '\.([0-9]+)', 1)))
            / if(regexp_matches(r.raw_text, '[%％]') or e.execution_rate_stated <> try_cast(r.raw_text as double), 100, 1) as half,
        least(0.5 * place_of(b.raw_text, e.unit) / e.budget_yuan, 0.001) as money_half,
        plain_money(e.executed_yuan, e.unit) as spent, plain_money(e.budget_yuan, e.unit) as budgeted,
        format('{:.2f}%', round(e.executed_yuan * 100 / e.budget_yuan, 2)) as percent
    from form as e
    join cell as r on r.cell_id = e.place['execution_rate_stated']
    join cell as b on b.cell_id = e.place['executed_yuan']
    where e.execution_rate_stated is not null and e.executed_yuan is not null and e.budget_yuan > 0
)

select
    disclosure_id,
    form_name || ' 预算执行率' as subject,
    case
        when apart <= half + 1e-9 then null
        -- cut off instead of rounded, or within what the last place of the money leaves open, which at most moves it by a tenth of a point
        when apart <= 2 * half + money_half + 1e-9 then 'notice'
        else 'error'
    end as severity,
    printed as stated,
    percent as expected,
    format('{} ÷ {} = {}', spent, budgeted, percent) as arithmetic,
    unit,
    [project_name, spent, budgeted] as told,
    [place['execution_rate_stated']] as stated_cells,
    [place['executed_yuan'], place['budget_yuan']] as expected_cells
from rated
union all
select
    e.disclosure_id, concat_ws(' ', e.form_name, e.words[1]), 'warning', '空白', null, null, e.unit,
    [e.project_name, null, null, plain_money(e.given_yuan, e.unit)] || e.words,
    [c.cell_id], [e.given_cell, e.place['execution_rate_stated']]
from (
    select
        disclosure_id, form_name, project_name, unit, place, coalesce(budget_yuan, executed_yuan) as given_yuan,
        if(budget_yuan is null, ['预算数', '执行数', 'budget', 'money spent'], ['执行数', '预算数', 'money spent', 'budget']) as words,
        if(budget_yuan is null, place['budget_yuan'], place['executed_yuan']) as lacking_cell,
        if(budget_yuan is null, place['executed_yuan'], place['budget_yuan']) as given_cell
    from form
    where (budget_yuan is null) <> (executed_yuan is null)
) as e
join cell as c on c.cell_id = e.lacking_cell
where c.reading = 'blank'
