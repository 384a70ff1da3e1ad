-- check: personal_data
-- title: 含有个人信息 | Personal data are published
-- severity: info
-- family: publication
-- rests on: consistency
-- method: 查找“填报人”“联系电话”等后面写有内容之处；姓名和号码本身不保存 | Labels such as 填报人 and 联系电话 with something behind them are
--     looked for; names and numbers themselves are not stored
-- says: 原文件在“{subject}”处写有个人信息，共{1}处；本系统只记下位置，不保存内容。 | The source gives personal data behind "{subject}" in {1} place[s{2}]; only the
--     places are stored here, not what they say.
-- The title stands for the whole text, which was searched.
select
    m.disclosure_id, if(m.kind = 'title', '全文', m.text) as subject, if(m.kind = 'title', null, 'info') as severity,
    m.text || '（' || count(*) || '处）' as stated,
    [count(*)::varchar, if(count(*) > 1, '', null)] as told,
    list(m.cell_id order by c.line_start, m.cell_id) as stated_cells
from mention as m
join cell as c using (cell_id)
where m.kind in ('title', 'person')
group by m.disclosure_id, m.kind, m.text
