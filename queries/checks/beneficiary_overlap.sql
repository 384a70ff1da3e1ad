-- check: beneficiary_overlap
-- title: 几项补助的对象人数相同 | Several subsidies for the same number of the same people
-- severity: info
-- family: indicators
-- rests on: consistency
-- method: 不同名的项目以同一类对象（词表 beneficiary_word）、同一人数列数量指标，提请核对是否同一批人 | Projects of different names whose quantity
--     indicators count the same number of the same kind of people (list beneficiary_word), to be looked at together
with headcount as (
    select
        p.disclosure_id, p.project_no, p.project_name, i.level3, i.value_raw, i.value_number, i.cell_id,
        arg_max(w.word, length(w.word)) as people
    from indicator as i
    join project as p using (project_id)
    join beneficiary_word as w on contains(concat_ws(' ', i.level3, i.description, p.project_name), w.word)
    where i.level2 = '数量指标' and i.unit in ('人', '名') and i.value_number >= 10 and coalesce(i.operator, '=') <> '<'
    group by all
),

-- Of several projects the nearest before; one of the same name is told by project_duplicate.
earlier as (
    select b.cell_id, arg_max(a.cell_id, a.project_no) as other_id
    from headcount as b
    join headcount as a
        on a.disclosure_id = b.disclosure_id and a.people = b.people and a.value_number = b.value_number
        and a.project_no < b.project_no and a.project_name <> b.project_name
    group by b.cell_id
)

select
    b.disclosure_id,
    concat_ws(' ', b.project_no, b.project_name, b.level3) as subject,
    if(a.cell_id is null, null, 'info') as severity,
    format('{} {}', b.level3, b.value_raw) as stated,
    null as expected,
    format('第{}个项目“{}”与第{}个项目“{}”的对象同为{}，人数同为{}，可能是同一批人。', b.project_no, b.project_name, a.project_no, a.project_name, b.people,
        trimmed(b.value_number)) as message_zh,
    format('Project {} "{}" and project {} "{}" both count {} {}, who may be the same people.', b.project_no, b.project_name, a.project_no,
        a.project_name, trimmed(b.value_number), b.people) as message_en,
    [b.cell_id] as stated_cells, if(a.cell_id is null, [], [a.cell_id]) as expected_cells
from headcount as b
left join earlier as e using (cell_id)
left join headcount as a on a.cell_id = e.other_id
