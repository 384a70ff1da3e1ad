-- check: restated_last_year
-- title: 上年比较数与上年公开数不符 | Last year is restated
-- severity: warning
-- family: across
-- rests on: consistency
-- method: 本年文件所用的上年数（直接列出，或由“比上年增减”推出）= 该部门上年公开文件的同一数；允许各数末位四舍五入；差额可能来自预算调整，需说明 |
--     The figure of last year that this year's document uses (printed, or worked out from a stated change) = the same figure in
--     last year's disclosure, rounding aside; a difference may come from a change of the budget, but is to be explained
-- store: yes
with past as (
    select a.*, b.department_id, case a.table_code when 'three_public' then a.item_code else a.measure end as what
    from amount as a
    join current_budget as b using (disclosure_id)
    where a.fiscal_year = b.fiscal_year - 1 and a.amount_yuan is not null
        and (a.table_code = 'three_public' and a.measure = 'total'
            or a.table_code = 'statement' and a.side = 'expenditure' and a.item_code is null)
),

published as (
    select department_id, fiscal_year, 'statement' as table_code, measure as what, amount_yuan, basis, disclosure_id, cell_id
    from department_year
    union all
    select department_id, fiscal_year, 'three_public', component, amount_yuan, basis, disclosure_id, cell_id
    from three_public_funds
)

select
    p.disclosure_id,
    concat_ws(' ', p.fiscal_year, p.item_name, coalesce(w.zh, p.measure)) as subject,
    -- The figure derived and the one published rest on three printed figures.
    if(graded(p.amount_yuan - y.amount_yuan, 3, if(contains(p.amount_raw, '.'), place_of(p.amount_raw, p.unit), units_of(p.unit) * 0.01)) = 'error',
        'warning', graded(p.amount_yuan - y.amount_yuan, 3, if(contains(p.amount_raw, '.'), place_of(p.amount_raw, p.unit), units_of(p.unit) * 0.01)))
        as severity,
    money(p.amount_yuan, p.unit) as stated,
    money(y.amount_yuan, p.unit) as expected,
    p.amount_yuan - y.amount_yuan as difference_yuan,
    format('{}年“{}”：本年文件{}为 {}，上年公开文件为 {}，相差 {}{}。', p.fiscal_year, p.item_name, if(p.basis = 'derived', '由增减数推出', '列出'),
        money(p.amount_yuan, p.unit), money(y.amount_yuan, p.unit), money(abs(difference_yuan), p.unit),
        if(severity = 'notice', '，四舍五入可以解释', '')) as message_zh,
    format('"{}" of {} {} {} in this document, but {} in the disclosure of that year; the difference is {}{}.', p.item_name, p.fiscal_year,
        if(p.basis = 'derived', 'follows from the stated change as', 'is given as'), money(p.amount_yuan, p.unit), money(y.amount_yuan, p.unit),
        money(abs(difference_yuan), p.unit), if(severity = 'notice', ', which rounding explains', '')) as message_en,
    [p.cell_id] as stated_cells, [y.cell_id] as expected_cells
from past as p
join published as y
    on y.department_id = p.department_id and y.fiscal_year = p.fiscal_year and y.table_code = p.table_code and y.what = p.what
left join word as w on w.code = p.measure
where y.basis <> 'derived' and y.amount_yuan is not null and y.disclosure_id <> p.disclosure_id
qualify row_number() over (partition by p.disclosure_id, p.table_code, p.what order by p.basis = 'derived', p.cell_id) = 1
