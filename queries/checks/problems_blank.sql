-- check: problems_blank
-- title: 存在问题一栏空白 | Problems left blank
-- severity: notice
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 有“存在问题、原因及下一步整改措施”一栏的自评表应当填写 | A form with a row for problems, reasons and next steps fills it in
-- says: “{1}”的“{2}”一栏空白。 | The form of "{1}" leaves the row for problems and next steps blank.
select
    e.disclosure_id,
    e.form_name || ' 存在问题' as subject,
    if(e.problems is null, 'notice', null) as severity,
    '空白' as stated,
    [e.project_name, regexp_replace(l.label, '^[一二三四五六七八九十]、', '')] as told,
    [l.cell_id] as stated_cells
from form as e
join (
    select disclosure_id, table_no, min(cell_id) as cell_id, any_value(raw_text) as label
    from cell
    where table_no > 0 and reading = 'structure' and contains(raw_text, '存在问题')
    group by disclosure_id, table_no
) as l on l.disclosure_id = e.disclosure_id and l.table_no = e.table_no
