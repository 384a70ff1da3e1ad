-- check: tables_missing
-- title: 缺少法定预算表 | A statutory table is missing
-- severity: error
-- family: publication
-- rests on: local_publication
-- method: 预算（决算）公开文件应有的九张表逐张查找，空表也应列出 | Each of the nine tables that a budget (or final accounts) must show is
--     looked for; an empty one must be shown too
-- says: 本文件中没有《{subject}》，该表应予公开，无数据时也应列出空表；如在另一文件公开，需人工核对。 | This document has no table "{1}" ({subject}), which must be published
--     even when empty; it may stand in a separate file, which a reader should check.
select
    s.disclosure_id, w.name as subject, if(s.status = 'absent', 'error', null) as severity, '未见' as stated, '应列出' as expected,
    [w.name_en] as told, [m.cell_id] as stated_cells
from section as s
join disclosure as d using (disclosure_id)
join mention as m on m.disclosure_id = s.disclosure_id and m.kind = 'title'
join statutory_table as w using (section_code)
where d.kind in ('budget', 'unit_budget', 'final_accounts')
