-- check: execution_rate
-- title: 预算执行率与金额不符 | The execution rate does not follow from the money
-- severity: error
-- family: self_evaluation
-- rests on: arithmetic
-- method: 执行数 ÷ 预算数（调整后、全年）= 所填执行率；预算数、执行数只填了一个的，无从核对 | Executed ÷ budget (after changes) = the rate
--     stated; where only one of the two is filled in, nothing can be told
with rated as (
    select
        e.*, e.executed_yuan / e.budget_yuan as rate, r.raw_text as printed,
        -- Half the last place of the print: '89.02%' → 0.00005.
        0.5 / power(10, length(regexp_extract(r.raw_text, '\.([0-9]+)', 1)))
            / if(regexp_matches(r.raw_text, '[%％]') or e.execution_rate_stated <> try_cast(r.raw_text as double), 100, 1) as half,
        0.5 * place_of(b.raw_text, e.unit) as money_half
    from form as e
    join cell as r on r.cell_id = e.place['execution_rate_stated']
    join cell as b on b.cell_id = e.place['executed_yuan']
    where e.execution_rate_stated is not null and e.executed_yuan is not null and e.budget_yuan > 0
),

held as (
    select
        *, abs(execution_rate_stated - rate) as apart,
        format('{:.2f}%', round(executed_yuan * 100 / budget_yuan, 2)) as percent
    from rated
)

select
    disclosure_id,
    form_name || ' 预算执行率' as subject,
    case
        when apart <= half + 1e-9 then null
        -- cut off instead of rounded, or within what the last place of the money leaves open, which at most moves it by a tenth of a point
        when apart <= 2 * half + least(money_half / budget_yuan, 0.001) + 1e-9 then 'notice'
        else 'error'
    end as severity,
    printed as stated,
    percent as expected,
    format('{} ÷ {} = {}', plain_money(executed_yuan, unit), plain_money(budget_yuan, unit), percent) as arithmetic,
    format('“{}”执行 {}、预算 {}，执行率应为 {}，表中填 {}{}。', project_name, money(executed_yuan, unit), money(budget_yuan, unit), percent, printed,
        if(severity = 'notice', '，四舍五入可以解释', '')) as message_zh,
    format('"{}" spent {} of a budget of {}, a rate of {}, but the form states {}{}.', project_name,
        money(executed_yuan, unit), money(budget_yuan, unit),
        percent, printed, if(severity = 'notice', ', which rounding explains', '')) as message_en,
    [place['execution_rate_stated']] as stated_cells,
    [place['executed_yuan'], place['budget_yuan']] as expected_cells
from held
union all by name
select
    disclosure_id,
    form_name || ' ' || lacking.zh as subject,
    'warning' as severity,
    '空白' as stated,
    format('“{}”的{}空白，{}为 {}，执行率无从核对。', project_name, lacking.zh, given.zh, money(given.yuan, unit)) as message_zh,
    format('"{}" leaves the {} blank while the {} is {}, so the rate cannot be checked.', project_name, lacking.en, given.en, money(given.yuan, unit))
        as message_en,
    [lacking.cell_id] as stated_cells,
    list_filter([given.cell_id, place['execution_rate_stated']], lambda one: one is not null) as expected_cells
from (
    select
        *,
        {'zh': '预算数', 'en': 'budget', 'yuan': budget_yuan, 'cell_id': place['budget_yuan']} as budgeted,
        {'zh': '执行数', 'en': 'money spent', 'yuan': executed_yuan, 'cell_id': place['executed_yuan']} as executed,
        if(budget_yuan is null, budgeted, executed) as lacking, if(budget_yuan is null, executed, budgeted) as given
    from form
    where (budget_yuan is null) <> (executed_yuan is null)
)
where lacking.cell_id in (select cell_id from cell where reading = 'blank')
