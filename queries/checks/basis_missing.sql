-- check: basis_missing
-- title: 没有写指标值确定依据 | The basis of a target is missing
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: 表中有“指标值确定依据”一栏的，每个指标都应填写；没有这一栏的表不适用 | Where the table has a column for the basis of the
--     target, every indicator fills it in; tables without that column are not looked at
with basis_cell as (
    select disclosure_id, table_no, row_no, cell_id
    from cell
    where contains(column_header, '依据') and reading in ('fact', 'blank') and table_no > 0
),

target as (
    select
        i.*, b.cell_id as basis_cell_id,
        regexp_matches(coalesce(i.basis_text, ''), '^[-—–/\s]*$') as nothing
    from printed_indicator as i
    join cell as c on c.cell_id = i.cell_id
    join basis_cell as b on b.disclosure_id = c.disclosure_id and b.table_no = c.table_no and b.row_no = c.row_no
    where i.value_status not in ('secret', 'blank') and coalesce(i.level3, i.description) is not null
)

select
    disclosure_id, concat_ws(' ', project_no, project_name, level2, level3) as subject, if(nothing, 'warning', null) as severity,
    coalesce(basis_text, '') as stated,
    format('“{}”（{}）的指标值确定依据空白。', name, value_raw) as message_zh,
    format('The basis of the target "{}" of "{}" is blank.', value_raw, name) as message_en,
    [basis_cell_id, cell_id] as stated_cells
from target
