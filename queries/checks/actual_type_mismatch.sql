-- check: actual_type_mismatch
-- title: 实际完成值与指标值不是同一类 | The result is of another kind than the target
-- severity: warning
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 指标值与实际完成值应同为百分比、数量、金额、时间或文字状态；一方只是文字状态的为提示 | Target and result are both a percentage,
--     a count, a sum, a time or a state in words; where one is only a state, it is a slip
-- says: “{1}”的预期指标值“{expected}”是{2}，实际完成值“{stated}”是{4}，无法对照[，需人工判断{notice}]。 | The target of "{1}", "{expected}", is {3}, but the
--     result, "{stated}", is {5}: they cannot be compared[ without a reader's judgement{notice}].
with name as (
    select map {
        'percent': ['百分比', 'a percentage'], 'count': ['数量', 'a count'], 'money': ['金额', 'a sum of money'], 'time': ['时间', 'a time'],
        'state': ['文字状态', 'a state in words']
    } as of_kind
)

select
    disclosure_id,
    concat_ws(' ', form_name, row_no, item_name) as subject,
    case
        when target_kind = actual_kind or list_has_any(target_kinds, actual_kinds) then null
        -- A number that lacks its unit may be of any kind.
        when bare and 'state' not in (target_kind, actual_kind) then null
        when target_kind = 'state' and actual_kind <> 'percent' then null
        when 'state' in (target_kind, actual_kind) then 'notice'
        else 'warning'
    end as severity,
    actual_raw as stated,
    target_raw as expected,
    [item_name] || of_kind[target_kind] || of_kind[actual_kind] as told,
    [actual_cell] as stated_cells, [target_cell] as expected_cells
from scored, name
where target_kind is not null and actual_kind is not null and actual_cell is not null
