-- check: outlier_among_peers
-- title: 与同类部门相差悬殊 | Far from the departments of its kind
-- severity: warning
-- family: across
-- rests on: consistency
-- method: 同年、同级、同类部门（至少另有 5 个）：基本支出、人员、公用、机关运行经费与中位数相差 10 倍以上为提示，支出总额也在内，相差 100 倍以上
--     为存疑（可能是单位错误） | Same year, level and type of department, at least five others: basic, personnel, public and operating
--     expenditure ten times off the median is a slip, a hundred times (the total too) a doubt: the unit may be wrong
-- says: {1}的{subject}为 {stated}，另外 {2} 个同级同类部门（{3}）连同本部门的中位数为 {expected}，相差 {4} 倍[，可能是单位错误{warning}]，需人工判断。 | {1}: {5} is {stated},
--     [{6} times][one part in {7} of] the median of {expected} among it and {2} other departments of its level and type ({3})[; the
--     unit may be wrong, which needs a reader's judgement{warning}][; this needs a reader's judgement{notice}].
-- store: yes
with peer as (
    select
        y.disclosure_id, y.cell_id, y.measure, y.amount_yuan, p.department_name, p.department_type, w.zh, w.en,
        median(y.amount_yuan) over same_kind as middle_yuan, count(*) over same_kind - 1 as others
    from department_year as y
    join department as p using (department_id)
    join region as r on r.region_code = y.region_code
    left join word as w on w.code = y.measure
    where y.amount_yuan > 0 and y.basis <> 'derived' and y.cell_id is not null
        and y.measure in ('total', 'basic', 'personnel', 'public', 'operating')
    window same_kind as (partition by y.fiscal_year, y.measure, p.department_type, r.level)
),

rated as (
    select
        *, amount_yuan > middle_yuan as is_more, greatest(amount_yuan::double / middle_yuan, middle_yuan::double / amount_yuan) as times,
        format('{:.0f}', times) as times_shown
    from peer
    where others >= 5
)

select
    disclosure_id,
    coalesce(zh, measure) as subject,
    case when times >= 100 then 'warning' when times >= 10 and measure <> 'total' then 'notice' end as severity,
    money(amount_yuan, '万元') as stated,
    money(middle_yuan::decimal(18, 2), '万元') as expected,
    [department_name, others::varchar, department_type, times_shown, coalesce(en, measure), if(is_more, times_shown, null),
        if(is_more, null, times_shown)] as told,
    [cell_id] as stated_cells
from rated
