-- check: personal_data
-- title: 含有个人信息 | Personal data are published
-- severity: info
-- family: publication
-- rests on: consistency
-- method: 查找“填报人”“联系电话”等后面写有内容之处；姓名和号码本身不保存 | Labels such as 填报人 and 联系电话 with something behind them are
--     looked for; names and numbers themselves are not stored
select disclosure_id, '全文' as subject, null as severity, null as stated, null as message_zh, null as message_en, [cell_id] as stated_cells
from mention
where kind = 'title'
union all
select
    m.disclosure_id, m.text, 'info', m.text || '（' || count(*) || '处）',
    '原文件在“' || m.text || '”处写有个人信息，共' || count(*) || '处；本系统只记下位置，不保存内容。',
    'The source gives personal data behind "' || m.text || '" in ' || count(*)
        || if(count(*) = 1, ' place', ' places') || '; only the places are stored here, not what they say.',
    list(m.cell_id order by c.line_start, m.cell_id)
from mention as m
join cell as c using (cell_id)
where m.kind = 'person'
group by m.disclosure_id, m.text
