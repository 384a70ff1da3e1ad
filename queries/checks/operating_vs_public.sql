-- check: operating_vs_public
-- title: 机关运行经费与公用经费不符 | Operating funds differ from the public part of basic expenditure
-- severity: warning
-- family: three_public
-- rests on: local_publication
-- method: 机关运行经费 = 基本支出中的公用经费；部门内有事业单位时可以小于公用经费，仅作说明；等于全部基本支出的另行检查 |
--     Operating funds = the public part of basic expenditure; they may be less where the department has institutions (information
--     only); where they equal all basic expenditure, another check says so
-- says: 机关运行经费写作 {stated}，基本支出中的公用经费为 {expected}，相差 {difference}[，在四舍五入的范围内{notice}][；部门内有事业单位，其公用经费可不计入{info}][，需人工判断{warning}]。 |
--     Operating funds are stated as {stated}, the public part of basic expenditure as {expected}; the difference is
--     {difference}[, which rounding explains{notice}][; the department has institutions, whose running costs need not be
--     counted{info}][; whether that is right needs a person's judgement{warning}].
with each_one as (
    select
        disclosure_id,
        any_value(amount_yuan) filter (where table_code = 'operating') as operating_yuan,
        any_value(unit) filter (where table_code = 'operating') as unit,
        any_value(cell_id) filter (where table_code = 'operating') as operating_cell,
        arg_min({'yuan': amount_yuan, 'cell': cell_id}, rank) filter (where measure = 'public') as public,
        arg_min(amount_yuan, rank) filter (where measure = 'basic') as basic_yuan,
        max(place) filter (where measure <> 'basic') as place
    from (
        select disclosure_id, table_code, measure, amount_yuan, unit, cell_id, place, if(table_code = 'general_basic', 1, 2) as rank
        from figure
        where row_role = 'total' and side = 'expenditure' and amount_yuan is not null
            and (table_code = 'operating' or table_code in ('general_basic', 'statement') and copy_no = 1 and measure in ('basic', 'public'))
    )
    group by disclosure_id
    having count(distinct amount_yuan) filter (where table_code = 'operating') = 1
),

institution as (
    select disclosure_id, list(cell_id order by cell_id) as cells
    from organisation_unit where contains(nature, '事业') group by disclosure_id
),

judged as (
    select
        e.disclosure_id, e.operating_yuan, e.operating_cell, e.unit, e.public, i.cells,
        graded(e.operating_yuan - e.public.yuan, 1, e.place) as grade
    from each_one as e
    left join institution as i using (disclosure_id)
    where e.operating_yuan = e.public.yuan or e.public.yuan is not null and e.operating_yuan is distinct from e.basic_yuan
)

select
    disclosure_id, '机关运行经费' as subject,
    if(grade = 'error', if(operating_yuan < public.yuan and cells is not null, 'info', 'warning'), grade) as severity,
    operating_yuan as stated_yuan, public.yuan as expected_yuan, unit,
    plain_money(operating_yuan, unit) || if(grade is null, ' = ', ' ≠ ') || plain_money(public.yuan, unit) as arithmetic,
    [operating_cell] as stated_cells, if(severity = 'info', list_concat([public.cell], cells), [public.cell]) as expected_cells
from judged
