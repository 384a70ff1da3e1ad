-- check: filling_unit_mismatch
-- title: 填报单位与实施（主管）单位不一致 | The form is filled in for another unit
-- severity: error
-- family: self_evaluation
-- rests on: consistency
-- method: 填报单位应是表中的主管单位、实施单位，或公开文件的部门；简称、全称和冠以地名的写法视为相同 | The unit named as filling in the
--     form is the responsible or the implementing unit, or the department itself; short and full names count as the same
with name as (
    select evaluation_id, role,
        -- 中共霸州市委员会组织部 = 霸州市委组织部 = 市委组织部
        regexp_replace(replace(regexp_replace(unit_name, '^(中共|中国共产党|中国共产主义青年团|共青团)', ''), '委员会', '委'), '[\s()（）]', '', 'g') as short,
        regexp_extract(unit_name, '^(中国共产主义青年团|共青团)') <> '' as youth
    from (
        select evaluation_id, 'filling' as role, filling_unit as unit_name from form
        union all select evaluation_id, 'other', responsible_unit from form
        union all select evaluation_id, 'other', implementing_unit from form
        union all select e.evaluation_id, 'other', p.department_name
        from form as e join disclosure as d using (disclosure_id) join department as p using (department_id)
    )
    where unit_name is not null
),

matched as (
    select f.evaluation_id, bool_or(f.youth = o.youth and (contains(f.short, o.short) or contains(o.short, f.short))) as same
    from name as f
    join name as o on o.evaluation_id = f.evaluation_id and o.role = 'other'
    where f.role = 'filling'
    group by f.evaluation_id
)

select
    e.disclosure_id,
    e.form_name || ' 填报单位' as subject,
    -- A school or station may fill in a form of the bureau it belongs to; another department may not.
    case when m.same then null when regexp_matches(e.filling_unit, '(局|委|部|厅|办|办公室|委员会|联合会|总会|法院|检察院)$') then 'error' else 'notice' end
        as severity,
    e.filling_unit as stated,
    coalesce(e.responsible_unit, e.implementing_unit, p.department_name) as expected,
    format('“{}”的填报单位是“{}”，{}是“{}”，不是同一单位{}。', e.project_name, e.filling_unit,
        if(e.responsible_unit is null, '本部门', '表中的实施（主管）单位'), expected,
        if(severity = 'notice', '，可能是其下属单位，需人工判断', '')) as message_zh,
    format('The form of "{}" is filled in for "{}", but {} is "{}"{}.', e.project_name, e.filling_unit,
        if(e.responsible_unit is null, 'the department', 'the responsible unit it names'), expected,
        if(severity = 'notice', '; it may belong to it, which needs a reader''s judgement', '')) as message_en,
    [coalesce(e.place['filling_unit'], e.cell_id)] as stated_cells,
    list_filter([e.place['responsible_unit'], e.place['implementing_unit']], lambda one: one is not null) as expected_cells
from form as e
join matched as m using (evaluation_id)
join disclosure as d using (disclosure_id)
join department as p using (department_id)
