-- check: lower_bound_at_ceiling
-- title: 下限已是上限（≥100%） | A lower bound at the ceiling (≥ 100%)
-- severity: notice
-- family: indicators
-- rests on: indicator_setting
-- method: 以百分比计、写作“不小于”的指标：下限达到 100% 即与“=100%”无异；可能超过 100% 的（增长、成本等）除外 | Targets in
--     percent with a lower bound: at 100% it says no more than "= 100%"; rates that may exceed 100% (growth, cost) are left out
with bounded as (
    select
        i.*
    from printed_indicator as i
    where i.operator in ('≥', '>') and i.value_number is not null and i.unit in ('%', '百分比')
),

may_exceed as (
    select distinct b.indicator_id
    from bounded as b
    join beyond_whole as w on contains(b.name, w.word)
)

select
    b.disclosure_id, concat_ws(' ', b.project_no, b.project_name, b.level2, b.level3) as subject,
    if(b.value_number >= 100 and e.indicator_id is null, 'notice', null) as severity,
    b.value_raw as stated, '100%' as expected,
    format('“{}”的指标值为“{}”：这类比率一般以 100% 为顶，“≥”没有意义，宜写作“100%”。', b.name, b.shown) as message_zh,
    format('The target of "{}" is "{}": a rate of this kind ends at 100%, so "≥" adds nothing; "100%" is meant.', b.name, b.shown) as message_en,
    [b.cell_id] as stated_cells
from bounded as b
left join may_exceed as e using (indicator_id)
