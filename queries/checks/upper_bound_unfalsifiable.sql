-- check: upper_bound_unfalsifiable
-- title: 指标值不可能不达标（≤100%） | A target that cannot be missed (≤ 100%)
-- severity: error
-- family: indicators
-- rests on: indicator_setting
-- method: 以百分比计、写作“不大于”的指标：上限不低于 100%，或满意度写成上限，则结果为 0 也达标；可能超过 100% 的（成本、预算、增长）除外；
--     满意度为错误，其他为提示存疑 | Targets in percent with an upper bound: at 100% or more, and for satisfaction at any
--     height, a result of 0 meets them too; rates that may exceed 100% (cost, budget, growth) are left out; an error for
--     satisfaction, a doubt for others
-- says: “{1}”的指标值为“{2}”，只有上限没有下限：结果即使是 0% 也算达标，无法检验。 |
--     The target of "{1}" is "{2}", an upper bound only: even 0% would meet it, so it cannot be missed.
select
    i.disclosure_id, i.subject,
    case
        when len(list_filter(beyond_whole.words, lambda word: contains(i.name, word))) > 0 then null
        when i.level1 = '满意度指标' and not contains(i.name, '不满意') and not contains(i.name, '投诉') then 'error'
        when i.value_number >= 100 then 'warning'
    end as severity,
    i.value_raw as stated, '≥ …%' as expected,
    [i.name, i.shown] as told,
    [i.cell_id] as stated_cells
from printed_indicator as i
cross join (select list(word) as words from beyond_whole) as beyond_whole
where i.operator in ('≤', '<') and i.value_number is not null
    and (i.unit in ('%', '百分比')
        or (i.unit is null and i.value_text is null and regexp_matches(i.level3, '(率|满意度|比例|占比|比率)([(（]%[)）])?$')))
