-- check: filling_unit_mismatch
-- title: 填报单位与实施（主管）单位不一致 | The form is filled in for another unit
-- severity: error
-- family: self_evaluation
-- rests on: consistency
-- method: 填报单位应是表中的主管单位、实施单位，或公开文件的部门；简称、全称和冠以地名的写法视为相同 | The unit named as filling in the
--     form is the responsible or the implementing unit, or the department itself; short and full names count as the same
-- says: “{1}”的填报单位是“{stated}”，[本部门{2}][表中的实施（主管）单位{3}]是“{expected}”，不是同一单位[，可能是其下属单位，需人工判断{notice}]。 | The form of "{1}" is filled in
--     for "{stated}", but [the department{2}][the responsible unit it names{3}] is "{expected}"[; it may belong to it, which needs a
--     reader's judgement{notice}].
with named as (
    select
        e.disclosure_id, e.form_name, e.project_name, e.cell_id, e.place, e.filling_unit, e.responsible_unit, e.implementing_unit, p.department_name,
        list_transform([e.filling_unit, e.responsible_unit, e.implementing_unit, p.department_name], lambda unit: {
            -- 中共霸州市委员会组织部 = 霸州市委组织部 = 市委组织部
            'short': regexp_replace(
                replace(regexp_replace(unit, '^(中共|中国共产党|中国共产主义青年团|共青团)', ''), '委员会', '委'), '[\s()（）]', '', 'g'),
            'youth': regexp_matches(unit, '^(中国共产主义青年团|共青团)')
        }) as names
    from form as e
    join disclosure as d using (disclosure_id)
    join department as p using (department_id)
    where e.filling_unit is not null
)

select
    disclosure_id,
    form_name || ' 填报单位' as subject,
    -- A school or station may fill in a form of the bureau it belongs to; another department may not.
    case
        when list_bool_or(list_transform(names[2:], lambda other:
            other.youth = names[1].youth and (contains(other.short, names[1].short) or contains(names[1].short, other.short)))) then null
        when regexp_matches(filling_unit, '(局|委|部|厅|办|办公室|委员会|联合会|总会|法院|检察院)$') then 'error'
        else 'notice'
    end as severity,
    filling_unit as stated,
    coalesce(responsible_unit, implementing_unit, department_name) as expected,
    [project_name, if(responsible_unit is null, '', null), if(responsible_unit is null, null, '')] as told,
    [coalesce(place['filling_unit'], cell_id)] as stated_cells,
    [place['responsible_unit'], place['implementing_unit']] as expected_cells
from named
