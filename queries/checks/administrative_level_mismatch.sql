-- check: administrative_level_mismatch
-- title: 写成了另一级政府 | Another level of government is named
-- severity: notice
-- family: publication
-- rests on: consistency
-- method: “我市”“县级财政”“办公厅”等指称本级的词，应与文件所属地区一致（县级地区都可称“县级”）；称上级为“我省”不计 | Words for the
--     document's own level (我市, 县级财政, 办公厅) must suit its region; a county-level city or district may say 县级, and 我省 is left out
-- says: 此处写的是“{stated}”，而本文件属于{expected}，可能沿用了另一级政府的文本；若确指上级，则无误，需人工判断。 | The words "{stated}" stand here, but the document is that of
--     {expected}; the text may come from another level of government, unless the higher level is meant, which a reader has to judge.
with named as (
    select m.disclosure_id, m.text, m.value, list(m.cell_id order by c.line_start, m.cell_id) as cells
    from mention as m
    join cell as c using (cell_id)
    where m.kind = 'level' and m.text not in ('我省', '本省')
    group by m.disclosure_id, m.text, m.value
)

select
    n.disclosure_id, n.text as subject,
    if(n.value = right(r.region_name, 1) or (r.level = 'county' and starts_with(n.text, '县级')), null, 'notice') as severity,
    n.text as stated, r.region_name as expected, n.cells as stated_cells, [t.cell_id] as expected_cells
from named as n
join mention as t on t.disclosure_id = n.disclosure_id and t.kind = 'title'
join disclosure as d on d.disclosure_id = n.disclosure_id
join department as p using (department_id)
join region as r using (region_code)
