-- check: outlier_among_peers
-- title: 与同类部门相差悬殊 | Far from the departments of its kind
-- severity: warning
-- family: across
-- rests on: consistency
-- method: 同年、同级、同类部门（至少另有 5 个）：基本支出、人员、公用、机关运行经费与中位数相差 10 倍以上为提示，支出总额也在内，相差 100 倍以上
--     为存疑（可能是单位错误） | Same year, level and type of department, at least five others: basic, personnel, public and operating
--     expenditure ten times off the median is a slip, a hundred times (the total too) a doubt: the unit may be wrong
-- store: yes
with peer as (
    select
        y.*, p.department_name, p.department_type, r.level,
        median(y.amount_yuan) over same_kind as middle_yuan, count(*) over same_kind - 1 as others
    from department_year as y
    join department as p using (department_id)
    join region as r on r.region_code = y.region_code
    where y.amount_yuan > 0 and y.basis <> 'derived' and y.cell_id is not null
        and y.measure in ('total', 'basic', 'personnel', 'public', 'operating')
    window same_kind as (partition by y.fiscal_year, y.measure, p.department_type, r.level)
),

rated as (
    select *, greatest(amount_yuan::double / middle_yuan, middle_yuan::double / amount_yuan) as times
    from peer
    where others >= 5
)

select
    p.disclosure_id,
    coalesce(w.zh, p.measure) as subject,
    case when times >= 100 then 'warning' when times >= 10 and p.measure <> 'total' then 'notice' end as severity,
    money(p.amount_yuan, '万元') as stated,
    money(p.middle_yuan::decimal(18, 2), '万元') as expected,
    format('{}的{}为 {}，另外 {} 个同级同类部门（{}）连同本部门的中位数为 {}，相差 {:.0f} 倍{}。', p.department_name, coalesce(w.zh, p.measure), stated, p.others,
        p.department_type, expected, times, if(severity = 'warning', '，可能是单位错误，需人工判断', '，需人工判断')) as message_zh,
    format('{}: {} is {}, {} the median of {} among it and {} other departments of its level and type ({}){}.', p.department_name,
        coalesce(w.en, p.measure),
        stated, format(if(p.amount_yuan > p.middle_yuan, '{:.0f} times', 'one part in {:.0f} of'), times), expected, p.others, p.department_type,
        if(severity = 'warning', '; the unit may be wrong, which needs a reader''s judgement', '; this needs a reader''s judgement')) as message_en,
    [p.cell_id] as stated_cells
from rated as p
left join word as w on w.code = p.measure
