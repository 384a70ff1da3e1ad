-- check: sections_missing
-- title: 缺少应有的说明 | A section is missing
-- severity: error
-- family: publication
-- rests on: local_publication
-- method: 逐项查找应有的说明：收入、支出、机关运行经费、“三公”经费缺一为错误，其余为提醒；写了基本支出的，还应分列人员经费与公用经费 |
--     Each section that a document of its kind should have is looked for: without income, expenditure, operating funds or the three
--     public funds it is an error, without another a warning; basic expenditure should be split into personnel and public
-- says: 本文件中没有“{subject}”部分，也可能用了别的标题或另行公开，需人工核对。{2} | This document has no section "{1}" ({subject}); it may stand under another
--     heading or in a separate file, which a reader should check.
-- says: “{subject}”只有标题，没有内容，也没有注明“无”。 | The section "{1}" ({subject}) is a heading with nothing below it, not even a note that there
--     is nothing.
-- says: 本文件写明了基本支出，但没有分别写明人员经费和公用经费。 | This document states basic expenditure, but does not split it into personnel (人员经费) and public
--     (公用经费) funds.
with part as (
    select
        s.disclosure_id, w.zh as name_zh, w.en as name_en,
        case when s.status not in ('absent', 'empty') then null
            when s.status = 'absent' and s.section_code in ('income', 'expenditure', 'operating', 'three_public_text') then 'error'
            else 'warning' end as severity,
        s.status = 'absent' as is_absent, '应有说明' as expected
    from section as s
    join word as w on w.code = s.section_code
    where not starts_with(s.section_code, 'table_') and s.section_code <> 'other'
    union all
    select
        disclosure_id, '人员经费与公用经费', null, if(bool_or(measure = 'personnel') and bool_or(measure = 'public'), null, 'warning'), null, '分列'
    from amount
    where basis <> 'derived' and measure in ('basic', 'personnel', 'public')
    group by disclosure_id
    having bool_or(measure = 'basic' and amount_yuan > 0)
)

select
    p.disclosure_id, p.name_zh as subject, p.severity, case when p.is_absent then '未见' when p.is_absent is null then '未分列' else '空白' end as stated,
    p.expected, [p.name_en, if(p.is_absent, '', null)] as told, [m.cell_id] as stated_cells
from part as p
join mention as m on m.disclosure_id = p.disclosure_id and m.kind = 'title'
