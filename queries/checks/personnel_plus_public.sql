-- check: personnel_plus_public
-- title: 人员经费与公用经费之和与基本支出不等 | Personnel and running costs do not make basic expenditure
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 一般公共预算基本支出表合计行、正文：基本支出 = 人员经费 + 公用经费；决算的基本支出表没有总合计，与一般公共预算支出表的基本支出相比
--     | Total row of the table of basic expenditure, and the text: basic = personnel + public; final accounts print no total
--     of both, they are held against basic expenditure in the table of the general budget
-- says: {1}“{2}”[行“{3}”栏]为{stated}，人员经费与公用经费之和为{expected}[（空白栏按零计）{4}]，相差{difference}[，可由四舍五入解释{notice}]。 |
--     {5}, "{2}"[, column "{6}"]: {stated} is printed, personnel and running costs add up to {expected}[ (blanks counted as
--     nothing){4}], which differs by {difference}[; rounding explains it{notice}].
-- In the text personnel and public belong to the basic expenditure printed last before them.
with told as (
    select
        measure, amount_yuan, value_status, row_no, column_no, cell_id,
        last_value(if(measure = 'basic', amount_id, null) ignore nulls) over passage as parent_id,
        last_value(if(measure = 'basic', unit, null) ignore nulls) over passage as unit
    from figure
    where table_code = 'statement' and side = 'expenditure' and measure in ('basic', 'personnel', 'public')
    window passage as (partition by disclosure_id order by row_no, column_no)
),

-- Where the table of basic expenditure has no total of its own, the general budget's basic expenditure is the whole.
elsewhere as (
    select w.amount_id as parent_id, p.measure, p.amount_yuan, p.value_status, p.row_no, p.column_no, p.cell_id, p.unit
    from (
        select * from figure
        where table_code = 'general_basic' and row_role = 'total'
        qualify count(*) filter (where measure = 'basic') over (partition by disclosure_id) = 0
    ) as p
    join figure as w using (disclosure_id, copy_no)
    where p.measure in ('personnel', 'public') and w.table_code = 'general_budget' and w.row_role = 'total' and w.measure = 'basic'
),

sums as (
    select
        parent_id, coalesce(sum(amount_yuan), 0) as sum_yuan, count(amount_yuan) as figures,
        count(*) filter (where value_status = 'blank') as blanks,
        bool_and(value_status in ('reported', 'zero', 'blank')) and count(distinct measure) = 2 and count(*) = 2 as known,
        string_agg(plain_money(amount_yuan, unit), ' + ' order by row_no, column_no) as terms, list(cell_id order by row_no, column_no) as cells
    from (select * from told where measure <> 'basic' and parent_id is not null union all by name from elsewhere)
    group by parent_id
    union all by name
    from row_sum
)

select
    w.disclosure_id,
    concat_ws(' ', w.table_zh, if(w.copy_no > 1, w.copy_no, null), w.item_name, if(w.basis = 'table', w.measure_zh, null)) as subject,
    graded(coalesce(w.amount_yuan, 0) - p.sum_yuan, p.figures, w.place) as severity,
    w.amount_yuan as stated_yuan, p.sum_yuan as expected_yuan, w.unit, coalesce(p.terms, '0') as terms,
    [
        w.table_zh, w.item_name, if(w.basis = 'table', w.measure_zh, null), if(p.blanks > 0, '', null), w.table_en,
        if(w.basis = 'table', w.measure_en, null)
    ] as told,
    [w.cell_id] as stated_cells, p.cells as expected_cells
from figure as w
join sums as p on p.parent_id = w.amount_id
where p.known and w.value_status in ('reported', 'zero', 'blank') and (w.amount_yuan is not null or p.figures > 0)
    and w.measure = 'basic' and (w.table_code in ('statement', 'general_budget') or w.table_code = 'general_basic' and w.row_role = 'total')
