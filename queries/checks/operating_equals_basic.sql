-- check: operating_equals_basic
-- title: 机关运行经费等于全部基本支出 | Operating funds equal all basic expenditure
-- severity: error
-- family: three_public
-- rests on: local_publication
-- method: 机关运行经费只是基本支出中的公用经费，不含人员经费；若与基本支出总额相同，即把人员经费也算了进去 | Operating funds are
--     the public part of basic expenditure, without personnel: where they equal all of it, personnel has been counted in
with said as (
    select disclosure_id, 'operating' as what, amount_yuan, unit, cell_id, 0 as rank
    from figure where table_code = 'operating' and row_role = 'total' and amount_yuan > 0
    union all
    select disclosure_id, measure, amount_yuan, unit, cell_id,
        case table_code when 'general_basic' then 1 when 'expenditure' then 2 when 'general_budget' then 3 else 4 end
    from figure
    where measure in ('basic', 'public') and side = 'expenditure' and row_role = 'total' and copy_no = 1 and amount_yuan is not null
        and table_code in ('general_basic', 'expenditure', 'general_budget', 'statement')
),

-- One figure each: the table that is about it before others, tables before prose.
each_one as (
    select
        disclosure_id,
        arg_min(amount_yuan, rank) filter (where what = 'operating') as operating_yuan,
        arg_min(unit, rank) filter (where what = 'operating') as unit,
        arg_min(cell_id, rank) filter (where what = 'operating') as operating_cell,
        arg_min(amount_yuan, rank) filter (where what = 'basic') as basic_yuan,
        arg_min(cell_id, rank) filter (where what = 'basic') as basic_cell,
        arg_min(amount_yuan, rank) filter (where what = 'public') as public_yuan,
        arg_min(cell_id, rank) filter (where what = 'public') as public_cell
    from said
    group by disclosure_id
    having count(distinct amount_yuan) filter (where what = 'operating') = 1
)

select
    disclosure_id,
    '机关运行经费' as subject,
    if(operating_yuan = basic_yuan and public_yuan is distinct from basic_yuan, 'error', null) as severity,
    money(operating_yuan, unit) as stated,
    coalesce(money(public_yuan, unit), '< ' || money(basic_yuan, unit)) as expected,
    operating_yuan - public_yuan as difference_yuan,
    format('机关运行经费写作 {}，与基本支出总额（{}）相同；它应当只是其中的公用经费{}。', money(operating_yuan, unit), money(basic_yuan, unit),
        coalesce('（' || money(public_yuan, unit) || '）', '，不含人员经费')) as message_zh,
    format('Operating funds are stated as {}, the same as all basic expenditure ({}); they ought to be its public part (公用经费) only{}.',
        money(operating_yuan, unit), money(basic_yuan, unit), coalesce(' (' || money(public_yuan, unit) || ')', ', without personnel')) as message_en,
    [operating_cell] as stated_cells,
    list_filter([basic_cell, public_cell], lambda one: one is not null) as expected_cells
from each_one
where basic_yuan > 0
