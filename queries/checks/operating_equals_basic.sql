-- check: operating_equals_basic
-- title: 机关运行经费等于全部基本支出 | Operating funds equal all basic expenditure
-- severity: error
-- family: three_public
-- rests on: local_publication
-- method: 机关运行经费只是基本支出中的公用经费，不含人员经费；若与基本支出总额相同，即把人员经费也算了进去 | Operating funds are
--     the public part of basic expenditure, without personnel: where they equal all of it, personnel has been counted in
-- says: 机关运行经费写作 {stated}，与基本支出总额（{stated}）相同；它应当只是其中的公用经费（{expected}）。{1} |
--     Operating funds are stated as {stated}, the same as all basic expenditure ({stated}); they ought to be its public part
--     (公用经费) only ({expected}).
-- says: 机关运行经费写作 {stated}，与基本支出总额（{stated}）相同；它应当只是其中的公用经费，不含人员经费。 |
--     Operating funds are stated as {stated}, the same as all basic expenditure ({stated}); they ought to be its public part
--     (公用经费) only, without personnel.
-- One figure each: the table that is about it before others, tables before prose.
with each_one as (
    select
        disclosure_id,
        any_value(amount_yuan) filter (where table_code = 'operating') as operating_yuan,
        any_value(unit) filter (where table_code = 'operating') as unit,
        any_value(cell_id) filter (where table_code = 'operating') as operating_cell,
        arg_min({'yuan': amount_yuan, 'cell': cell_id}, rank) filter (where measure = 'basic') as basic,
        arg_min({'yuan': amount_yuan, 'cell': cell_id}, rank) filter (where measure = 'public') as public
    from (
        select
            disclosure_id, table_code, measure, amount_yuan, unit, cell_id,
            case table_code when 'general_basic' then 1 when 'expenditure' then 2 when 'general_budget' then 3 when 'statement' then 4 end as rank
        from figure
        where row_role = 'total' and side = 'expenditure' and amount_yuan is not null
            and (table_code = 'operating' and amount_yuan > 0 or copy_no = 1 and rank is not null and measure in ('basic', 'public'))
    )
    group by disclosure_id
    having count(distinct amount_yuan) filter (where table_code = 'operating') = 1
)

select
    disclosure_id, '机关运行经费' as subject,
    if(operating_yuan = basic.yuan and public.yuan is distinct from basic.yuan, 'error', null) as severity,
    operating_yuan as stated_yuan, public.yuan as expected_yuan, unit, if(public is null, '< ' || money(basic.yuan, unit), null) as expected,
    [if(public is null, null, '')] as told,
    [operating_cell] as stated_cells, if(public is null, [basic.cell], [basic.cell, public.cell]) as expected_cells
from each_one
where basic.yuan > 0
