-- check: sections_missing
-- title: 缺少应有的说明 | A section is missing
-- severity: error
-- family: publication
-- rests on: local_publication
-- method: 逐项查找应有的说明：收入、支出、机关运行经费、“三公”经费缺一为错误，其余为提醒；写了基本支出的，还应分列人员经费与公用经费 |
--     Each section that a document of its kind should have is looked for: without income, expenditure, operating funds or the three
--     public funds it is an error, without another a warning; basic expenditure should be split into personnel and public
with section_tested as (
    select
        s.disclosure_id, w.zh as name_zh, w.en as name_en, s.status,
        case when s.status not in ('absent', 'empty') then null
            when s.status = 'absent' and s.section_code in ('income', 'expenditure', 'operating', 'three_public_text') then 'error'
            else 'warning' end as severity,
        cell_id
    from section as s
    join mention as m on m.disclosure_id = s.disclosure_id and m.kind = 'title'
    join word as w on w.code = s.section_code
    where not starts_with(s.section_code, 'table_') and s.section_code <> 'other'
),

split as (
    select disclosure_id, bool_or(measure = 'personnel') and bool_or(measure = 'public') as is_split
    from amount
    where basis <> 'derived'
    group by disclosure_id
    having bool_or(measure = 'basic' and amount_yuan > 0)
)

select
    disclosure_id, name_zh as subject, severity, if(status = 'absent', '未见', '空白') as stated, '应有说明' as expected,
    if(status = 'absent', '本文件中没有“' || name_zh || '”部分，也可能用了别的标题或另行公开，需人工核对。',
        '“' || name_zh || '”只有标题，没有内容，也没有注明“无”。') as message_zh,
    if(status = 'absent', 'This document has no section "' || name_en || '" (' || name_zh
            || '); it may stand under another heading or in a separate file, which a reader should check.',
        'The section "' || name_en || '" (' || name_zh
            || ') is a heading with nothing below it, not even a note that there is nothing.') as message_en,
    [cell_id] as stated_cells
from section_tested
union all
select
    disclosure_id, '人员经费与公用经费', if(is_split, null, 'warning'), '未分列', '分列',
    '本文件写明了基本支出，但没有分别写明人员经费和公用经费。',
    'This document states basic expenditure, but does not split it into personnel (人员经费) and public (公用经费) funds.',
    [m.cell_id]
from split
join mention as m using (disclosure_id)
where m.kind = 'title'
