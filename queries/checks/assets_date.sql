-- check: assets_date
-- title: 固定资产表的截止时间不是上年末 | The fixed assets table is not as of the end of last year
-- severity: notice
-- family: procurement_assets
-- rests on: local_publication
-- method: 固定资产表的截止时间应为预算年度上一年的 12 月 31 日；决算为当年 12 月 31 日 | The fixed assets of a budget should be as of 31 December
--     of the year before, those of final accounts as of 31 December of the year itself
-- says: {1} 年度的《部门固定资产占用情况表》写明截止时间为 {stated}，应为 {expected}。 |
--     The fixed assets table of {1} is as of {stated}; it ought to be as of {expected}.
select
    a.disclosure_id,
    concat_ws(' ', '固定资产表', if(t.table_title = '', null, t.table_title), '截止时间') as subject,
    if(a.as_of = make_date(d.fiscal_year - if(d.kind = 'final_accounts', 0, 1), 12, 31), null, 'notice') as severity,
    strftime(a.as_of, '%Y-%m-%d') as stated,
    format('{}-12-31', d.fiscal_year - if(d.kind = 'final_accounts', 0, 1)) as expected,
    [d.fiscal_year::varchar] as told,
    [a.cell_id] as stated_cells
from asset as a
join disclosure as d using (disclosure_id)
join cell as c using (cell_id)
join document_table as t on t.disclosure_id = a.disclosure_id and t.table_no = c.table_no
where a.item = 'total' and a.as_of is not null
