-- check: operating_vs_public
-- title: 机关运行经费与公用经费不符 | Operating funds differ from the public part of basic expenditure
-- severity: warning
-- family: three_public
-- rests on: local_publication
-- method: 机关运行经费 = 基本支出中的公用经费；部门内有事业单位时可以小于公用经费，仅作说明；等于全部基本支出的另行检查 |
--     Operating funds = the public part of basic expenditure; they may be less where the department has institutions (information
--     only); where they equal all basic expenditure, another check says so
with said as (
    select disclosure_id, 'operating' as what, amount_yuan, unit, cell_id, place, 0 as rank
    from figure where table_code = 'operating' and row_role = 'total' and amount_yuan is not null
    union all
    select disclosure_id, measure, amount_yuan, unit, cell_id, place, if(table_code = 'general_basic', 1, 2)
    from figure
    where measure in ('basic', 'public') and side = 'expenditure' and row_role = 'total' and copy_no = 1 and amount_yuan is not null
        and table_code in ('general_basic', 'statement')
),

each_one as (
    select
        disclosure_id,
        arg_min(amount_yuan, rank) filter (where what = 'operating') as operating_yuan,
        arg_min(unit, rank) filter (where what = 'operating') as unit,
        arg_min(cell_id, rank) filter (where what = 'operating') as operating_cell,
        arg_min(amount_yuan, rank) filter (where what = 'public') as public_yuan,
        arg_min(cell_id, rank) filter (where what = 'public') as public_cell,
        arg_min(amount_yuan, rank) filter (where what = 'basic') as basic_yuan,
        max(place) filter (where what <> 'basic') as place
    from said
    group by disclosure_id
    having count(distinct amount_yuan) filter (where what = 'operating') = 1
),

institution as (
    select disclosure_id, list(cell_id order by cell_id) as cells
    from organisation_unit where contains(nature, '事业') group by disclosure_id
)

select
    e.disclosure_id,
    '机关运行经费' as subject,
    case graded(e.operating_yuan - e.public_yuan, 1, e.place)
        when 'notice' then 'notice' when 'error' then if(e.operating_yuan < e.public_yuan and i.cells is not null, 'info', 'warning')
    end as severity,
    money(e.operating_yuan, e.unit) as stated,
    money(e.public_yuan, e.unit) as expected,
    e.operating_yuan - e.public_yuan as difference_yuan,
    plain_money(e.operating_yuan, e.unit) || if(e.operating_yuan = e.public_yuan, ' = ', ' ≠ ') || plain_money(e.public_yuan, e.unit) as arithmetic,
    format('机关运行经费写作 {}，基本支出中的公用经费为 {}，相差 {}{}。', stated, expected, money(difference_yuan, e.unit), case severity
        when 'notice' then '，在四舍五入的范围内' when 'info' then '；部门内有事业单位，其公用经费可不计入' else '，需人工判断' end) as message_zh,
    format('Operating funds are stated as {}, the public part of basic expenditure as {}; the difference is {}{}.', stated, expected,
        money(difference_yuan, e.unit), case severity
            when 'notice' then ', which rounding explains'
            when 'info' then '; the department has institutions, whose running costs need not be counted'
            else '; whether that is right needs a person''s judgement' end) as message_en,
    [e.operating_cell] as stated_cells,
    if(severity = 'info', list_concat([e.public_cell], i.cells), [e.public_cell]) as expected_cells
from each_one as e
left join institution as i using (disclosure_id)
where e.public_yuan is not null and e.operating_yuan is not null
    and (e.operating_yuan is distinct from e.basic_yuan or e.operating_yuan = e.public_yuan)
