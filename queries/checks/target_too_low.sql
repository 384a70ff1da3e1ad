-- check: target_too_low
-- title: 实际完成值是指标值的数倍 | The result is many times the target
-- severity: warning
-- family: self_evaluation
-- rests on: project_evaluation
-- method: “不少于”一类的指标，实际完成值应低于指标值的 3 倍；否则年初指标值可能定得过低 | For targets of the kind "at least", the result is
--     less than three times the target; else the target may have been set too low
-- says: “{1}”实际完成“{stated}”，是预期指标值“{expected}”的 {2} 倍，指标值可能定得过低。 | "{1}" reached "{stated}", {2} times the target "{expected}", which
--     may have been set too low.
select
    disclosure_id,
    concat_ws(' ', form_name, row_no, item_name) as subject,
    if(actual_number >= 3 * target_number, 'warning', null) as severity,
    actual_raw as stated,
    target_raw as expected,
    [item_name, format('{:.1f}', actual_number::double / target_number::double)] as told,
    [target_cell] as stated_cells, [actual_cell] as expected_cells
from scored
where reached is not null and operator in ('≥', '=') and target_number > 0
    and target_cell is not null and actual_cell is not null
