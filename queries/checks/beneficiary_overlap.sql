-- check: beneficiary_overlap
-- title: 几项补助的对象人数相同 | Several subsidies for the same number of the same people
-- severity: info
-- family: indicators
-- rests on: consistency
-- method: 不同名的项目以同一类对象（词表 beneficiary_word）、同一人数列数量指标，提请核对是否同一批人 | Projects of different names whose quantity
--     indicators count the same number of the same kind of people (list beneficiary_word), to be looked at together
-- says: 第{1}个项目“{2}”与第{3}个项目“{4}”的对象同为{5}，人数同为{6}，可能是同一批人。 |
--     Project {1} "{2}" and project {3} "{4}" both count {6} {5}, who may be the same people.
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
    select b.cell_id, arg_max({project_no: a.project_no, project_name: a.project_name, cell_id: a.cell_id}, a.project_no) as other
    from headcount as b
    join headcount as a
        on a.disclosure_id = b.disclosure_id and a.people = b.people and a.value_number = b.value_number
        and a.project_no < b.project_no and a.project_name <> b.project_name
    group by b.cell_id
)

select
    h.disclosure_id, concat_ws(' ', h.project_no, h.project_name, h.level3) as subject, if(e.other is null, null, 'info') as severity,
    concat(h.level3, ' ', h.value_raw) as stated,
    [h.project_no::varchar, h.project_name, e.other.project_no::varchar, e.other.project_name, h.people, trimmed(h.value_number)] as told,
    [h.cell_id] as stated_cells, [e.other.cell_id] as expected_cells
from headcount as h
left join earlier as e using (cell_id)
