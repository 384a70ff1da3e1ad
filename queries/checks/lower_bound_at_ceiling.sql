-- check: lower_bound_at_ceiling
-- title: 下限已是上限（≥100%） | A lower bound at the ceiling (≥ 100%)
-- severity: notice
-- family: indicators
-- rests on: indicator_setting
-- method: 以百分比计、写作“不小于”的指标：下限达到 100% 即与“=100%”无异；可能超过 100% 的（增长、成本等）除外 | Targets in
--     percent with a lower bound: at 100% it says no more than "= 100%"; rates that may exceed 100% (growth, cost) are left out
-- says: “{1}”的指标值为“{2}”：这类比率一般以 100% 为顶，“≥”没有意义，宜写作“100%”。 |
--     The target of "{1}" is "{2}": a rate of this kind ends at 100%, so "≥" adds nothing; "100%" is meant.
select
    i.disclosure_id, i.subject,
    if(i.value_number >= 100 and len(list_filter(beyond_whole.words, lambda word: contains(i.name, word))) = 0, 'notice', null) as severity,
    i.value_raw as stated, '100%' as expected,
    [i.name, i.shown] as told,
    [i.cell_id] as stated_cells
from printed_indicator as i
cross join (select list(word) as words from beyond_whole) as beyond_whole
where i.operator in ('≥', '>') and i.value_number is not null and i.unit in ('%', '百分比')
