-- check: empty_table_without_note
-- title: 空表未作说明 | An empty table without a note
-- severity: warning
-- family: publication
-- rests on: local_publication
-- method: 没有任何数字的预算表下应注明无此项预算、空表列示 | Below a table without a single figure a note must say that there is nothing to show
-- says: 《{subject}》没有任何数字，也没有注明“无此项预算，空表列示”，无法判断是没有还是漏填。 | The table "{subject}" has no figure and no note saying that there is nothing
--     to show, so nothing and forgotten look alike.
select
    t.disclosure_id, t.table_title as subject, if(t.status = 'empty', 'warning', null) as severity, '空表、无说明' as stated, '注明空表列示' as expected,
    [coalesce(arg_min(c.cell_id, (c.row_no, c.column_no)), min(m.cell_id))] as stated_cells
from document_table as t
join mention as m on m.disclosure_id = t.disclosure_id and m.kind = 'title'
-- The first cell of an empty table is the place of the finding; others need none.
left join cell as c on t.status = 'empty' and c.disclosure_id = t.disclosure_id and c.table_no = t.table_no
where t.status <> 'refused' and t.table_code not in ('contents', 'unknown', 'organisation', 'project_targets', 'evaluation_form')
group by t.disclosure_id, t.table_no, t.table_title, t.status
