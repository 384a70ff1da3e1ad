-- check: basic_plus_project
-- title: 基本支出与项目支出之和与总额不等 | Basic and project expenditure do not make the whole
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 支出各表合计行与正文：合计 = 基本支出 + 项目支出（+ 经营、上解、补助支出）；正文只列一项时，只检查它不大于总额；所属资金不明确时只作警告
--     | Total rows of the expenditure tables, and the text: whole = basic + project (+ other kinds); where the text names one
--     part only it must not exceed the whole; only a warning where it is not clear which fund the text speaks of
with parts as (
    select s.*
    from row_sum as s
    join figure as w on w.amount_id = s.parent_id
    where w.table_code in ('expenditure', 'general_budget', 'government_fund', 'state_capital') and w.row_role = 'total'
),

-- In the text a part belongs to the whole printed last before it.
told as (
    select
        *, coalesce(item_code, 'total') as scope,
        item_code is null and measure in ('total', 'general_budget', 'government_fund', 'state_capital') as is_whole,
        sum(is_whole::integer) over (partition by disclosure_id order by row_no, column_no) as passage
    from figure
    where basis = 'prose' and table_code = 'statement' and side = 'expenditure'
        and measure in ('total', 'general_budget', 'government_fund', 'state_capital', 'basic', 'project', 'operation', 'remittance', 'subsidy')
        and coalesce(item_code, 'general_budget') in ('general_budget', 'government_fund', 'state_capital')
),

passages as (
    select
        w.amount_id as parent_id, coalesce(sum(p.amount_yuan), 0) as sum_yuan, count(p.amount_yuan) as figures, 0 as blanks,
        bool_and(p.value_status in ('reported', 'zero')) and count(distinct p.measure) = count(*) as known,
        string_agg(plain_money(p.amount_yuan, w.unit), ' + ' order by p.row_no, p.column_no) filter (where p.amount_yuan <> 0) as terms,
        list(p.cell_id order by p.row_no, p.column_no) as cells,
        count(*) filter (where p.measure in ('basic', 'project')) = 2 as complete,
        count(*) filter (where p.scope = w.measure) as in_scope,
        -- the first part that names no fund below a fund's figure
        arg_min(p.cell_id, p.line_start * 1000 + p.column_no) filter (where p.scope <> w.measure) as stray,
        arg_min(p.item_name, p.line_start * 1000 + p.column_no) filter (where p.scope <> w.measure) as stray_name,
        arg_min(p.amount_yuan, p.line_start * 1000 + p.column_no) filter (where p.scope <> w.measure) as stray_yuan
    from told as w
    join told as p using (disclosure_id, passage)
    where w.is_whole and not p.is_whole
    group by w.amount_id
),

sums as (
    select *, true as complete, null as stray, null as stray_name, null as stray_yuan from parts
    union all by name
    select * exclude (in_scope) from passages where in_scope > 0  -- where no part names the fund, all may be those of the whole budget
),

compared as (
    select
        w.*, p.* exclude (known), coalesce(w.amount_yuan, 0) - p.sum_yuan as difference,
        case when not p.complete and difference >= 0 then null else graded(difference, p.figures, w.place) end as found
    from figure as w
    join sums as p on p.parent_id = w.amount_id
    where p.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or p.figures > 0)
),

held as (select *, if(stray is not null and found = 'error', 'warning', found) as grade from compared)

select
    disclosure_id,
    concat_ws(' ', table_zh, if(copy_no > 1, copy_no, null), item_name, if(basis = 'table', measure_zh, stray_name)) as subject, grade as severity,
    coalesce(money(coalesce(stray_yuan, amount_yuan), unit), '—') as stated,
    money(if(stray is null, sum_yuan, coalesce(amount_yuan, 0) - sum_yuan + stray_yuan), unit) as expected,
    if(stray is null, difference, -difference) as difference_yuan,
    concat(coalesce(terms, '0'), case when complete then ' = ' when difference < 0 then ' > ' else ' ≤ ' end,
        plain_money(if(complete, sum_yuan, amount_yuan), unit)) as arithmetic,
    concat(table_zh, '“', item_name, '”为', coalesce(money(amount_yuan, unit), '空白'), if(basis = 'prose', '，其后', '，同行'), '所列', coalesce(terms, '0'),
        if(figures > 1, ' = ' || plain_money(sum_yuan, unit), ''), ' ', unit, '，相差', money(abs(difference), unit),
        case grade when 'notice' then '，可由四舍五入解释'
            when 'warning' then '；其中“' || stray_name || '”未写明属于哪类资金，也可能是就全部支出而言，需人工判断' else '' end, '。') as message_zh,
    concat(upper(table_en[1]), table_en[2:], ': "', item_name, '" is ', coalesce(money(amount_yuan, unit), 'blank'), ', the parts printed ',
        if(basis = 'prose', 'after it', 'in the same row'), ' are ', coalesce(terms, '0'),
        if(figures > 1, ' = ' || plain_money(sum_yuan, unit), ''), ' ', unit, ', which differs by ', money(abs(difference), unit),
        case grade when 'notice' then '; rounding explains it'
            when 'warning' then '; "' || stray_name || '" is given without a fund and may speak of all expenditure: a person must judge' else '' end,
        '.') as message_en,
    if(stray is null, [cell_id], [stray, cell_id]) as stated_cells, list_filter(cells, lambda c: c is distinct from stray) as expected_cells
from held
