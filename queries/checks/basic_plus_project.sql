-- check: basic_plus_project
-- title: 基本支出与项目支出之和与总额不等 | Basic and project expenditure do not make the whole
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 支出各表合计行与正文：合计 = 基本支出 + 项目支出（+ 经营、上解、补助支出）；正文只列一项时，只检查它不大于总额；所属资金不明确时只作警告
--     | Total rows of the expenditure tables, and the text: whole = basic + project (+ other kinds); where the text names one
--     part only it must not exceed the whole; only a warning where it is not clear which fund the text speaks of
-- says: {1}“{2}”为{3} {unit}，其后所列{4} {unit}，相差{difference}[，可由四舍五入解释{notice}][；其中“{5}”未写明属于哪类资金，也可能是就全部支出而言，需人工判断{warning}]。 |
--     {6}: "{2}" is {3} {unit}, the parts printed after it are {4} {unit}, which differs by {difference}[; rounding explains
--     it{notice}][; "{5}" is given without a fund and may speak of all expenditure: a person must judge{warning}].
-- says: {1}“{2}”为{stated}，[同行{7}][其后{8}]所列{4} {unit}，相差{difference}[，可由四舍五入解释{notice}]。 |
--     {6}: "{2}" is {stated}, the parts printed [in the same row{7}][after it{8}] are {4} {unit}, which differs by
--     {difference}[; rounding explains it{notice}].
-- In the text a part belongs to the whole printed last before it.
with told as (
    select
        disclosure_id, measure, item_name, amount_yuan, value_status, row_no, column_no, line_start, cell_id, coalesce(item_code, 'total') as scope,
        item_code is null and measure in ('total', 'general_budget', 'government_fund', 'state_capital') as is_whole,
        last_value(if(is_whole, amount_id, null) ignore nulls) over passage as parent_id,
        last_value(if(is_whole, measure, null) ignore nulls) over passage as fund,
        last_value(if(is_whole, unit, null) ignore nulls) over passage as unit
    from figure
    where table_code = 'statement' and side = 'expenditure'
        and measure in ('total', 'general_budget', 'government_fund', 'state_capital', 'basic', 'project', 'operation', 'remittance', 'subsidy')
        and coalesce(item_code, 'general_budget') in ('general_budget', 'government_fund', 'state_capital')
    window passage as (partition by disclosure_id order by row_no, column_no)
),

sums as (
    select
        parent_id, coalesce(sum(amount_yuan), 0) as sum_yuan, count(amount_yuan) as figures,
        bool_and(value_status in ('reported', 'zero')) and count(distinct measure) = count(*) as known,
        string_agg(plain_money(nullif(amount_yuan, 0), unit), ' + ' order by row_no, column_no) as terms,
        list(cell_id order by row_no, column_no) as cells, count(*) filter (where measure in ('basic', 'project')) = 2 as complete,
        -- the first part that names no fund below a fund's figure
        arg_min({'cell': cell_id, 'name': item_name, 'yuan': amount_yuan}, line_start * 1000 + column_no) filter (where scope <> fund) as stray
    from told
    where not is_whole and parent_id is not null
    group by parent_id
    having count(*) filter (where scope = fund) > 0  -- where no part names the fund, all may be those of the whole budget
    union all by name
    select parent_id, sum_yuan, figures, known, terms, cells, true as complete from row_sum
),

compared as (
    select
        w.disclosure_id, w.table_zh, w.table_en, w.copy_no, w.item_name, w.measure_zh, w.basis, w.amount_yuan, w.unit, w.cell_id,
        p.stray, p.complete, p.sum_yuan, p.figures, coalesce(p.terms, '0') as reckoned, p.cells,
        coalesce(w.amount_yuan, 0) - p.sum_yuan as difference,
        plain_money(w.amount_yuan, w.unit) as whole, plain_money(p.sum_yuan, w.unit) as sum,
        case when not p.complete and difference >= 0 then null else graded(difference, p.figures, w.place) end as found
    from sums as p
    join figure as w on w.amount_id = p.parent_id
    where p.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or p.figures > 0)
        and (w.basis = 'prose' or w.table_code in ('expenditure', 'general_budget', 'government_fund', 'state_capital') and w.row_role = 'total')
)

select
    disclosure_id,
    concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_name, if(basis = 'table', measure_zh, stray.name)) as subject,
    if(stray is not null and found = 'error', 'warning', found) as severity,
    coalesce(stray.yuan, amount_yuan) as stated_yuan, if(stray is null, sum_yuan, amount_yuan - sum_yuan + stray.yuan) as expected_yuan, unit,
    concat(reckoned, case when complete then ' = ' || sum when difference < 0 then ' > ' || whole else ' ≤ ' || whole end) as arithmetic,
    [
        table_zh, item_name, if(stray is null, null, whole), if(figures > 1, reckoned || ' = ' || sum, reckoned), stray.name, table_en,
        if(basis = 'table', '', null), if(basis = 'prose', '', null)
    ] as told,
    if(stray is null, [cell_id], [stray.cell, cell_id]) as stated_cells, list_filter(cells, lambda c: c is distinct from stray.cell) as expected_cells
from compared
