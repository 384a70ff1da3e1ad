-- check: basis_missing
-- title: 没有写指标值确定依据 | The basis of a target is missing
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: 表中有“指标值确定依据”一栏的，每个指标都应填写；没有这一栏的表不适用 | Where the table has a column for the basis of the
--     target, every indicator fills it in; tables without that column are not looked at
-- says: “{1}”（{2}）的指标值确定依据空白。 | The basis of the target "{2}" of "{1}" is blank.
select
    i.disclosure_id, i.subject,
    if(regexp_matches(coalesce(i.basis_text, ''), '^[-—–/\s]*$'), 'warning', null) as severity, coalesce(i.basis_text, '') as stated,
    [i.name, i.value_raw] as told,
    [b.cell_id, i.cell_id] as stated_cells
from printed_indicator as i
join cell as c on c.cell_id = i.cell_id
join cell as b
    on b.disclosure_id = c.disclosure_id and b.table_no = c.table_no and b.row_no = c.row_no
    and contains(b.column_header, '依据') and b.reading in ('fact', 'blank') and b.table_no > 0
where i.value_status not in ('secret', 'blank') and coalesce(i.level3, i.description) is not null
