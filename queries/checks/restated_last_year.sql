-- check: restated_last_year
-- title: 上年比较数与上年公开数不符 | Last year is restated
-- severity: warning
-- family: across
-- rests on: consistency
-- method: 本年文件所用的上年数（直接列出，或由“比上年增减”推出）= 该部门上年公开文件的同一数；允许各数末位四舍五入；差额可能来自预算调整，需说明 |
--     The figure of last year that this year's document uses (printed, or worked out from a stated change) = the same figure in
--     last year's disclosure, rounding aside; a difference may come from a change of the budget, but is to be explained
-- says: {1}年“{2}”：本年文件[由增减数推出{3}][列出{4}]为 {stated}，上年公开文件为 {expected}，相差 {difference}[，四舍五入可以解释{notice}]。 | "{2}" of {1} [follows from
--     the stated change as{3}][is given as{4}] {stated} in this document, but {expected} in the disclosure of that year; the difference
--     is {difference}[, which rounding explains{notice}].
-- store: yes
with past as (
    select
        a.disclosure_id, a.fiscal_year, a.table_code, a.item_name, a.measure, a.amount_yuan, a.amount_raw, a.unit, a.basis, a.cell_id,
        b.department_id, if(a.table_code = 'three_public', a.item_code, a.measure) as what
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
),

-- The figure derived and the one published rest on three printed figures.
held as (
    select
        p.*, y.amount_yuan as published_yuan, y.cell_id as published_cell,
        graded(p.amount_yuan - y.amount_yuan, 3, if(contains(p.amount_raw, '.'), place_of(p.amount_raw, p.unit), units_of(p.unit) * 0.01)) as grade
    from past as p
    join published as y using (department_id, fiscal_year, table_code, what)
    where y.basis <> 'derived' and y.amount_yuan is not null and y.disclosure_id <> p.disclosure_id
    qualify row_number() over (partition by p.disclosure_id, p.table_code, p.what order by p.basis = 'derived', p.cell_id) = 1
)

select
    h.disclosure_id,
    concat_ws(' ', h.fiscal_year, h.item_name, coalesce(w.zh, h.measure)) as subject,
    if(h.grade = 'error', 'warning', h.grade) as severity,
    h.amount_yuan as stated_yuan, h.published_yuan as expected_yuan, h.unit,
    [h.fiscal_year::varchar, h.item_name, if(h.basis = 'derived', '', null), if(h.basis = 'derived', null, '')] as told,
    [h.cell_id] as stated_cells, [h.published_cell] as expected_cells
from held as h
left join word as w on w.code = h.measure
