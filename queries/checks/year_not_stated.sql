-- check: year_not_stated
-- title: 年度未写明或前后不一 | The fiscal year is not stated, or two are
-- severity: warning
-- family: publication
-- rests on: consistency
-- method: 标题、表头、正文各处写明的预算年度应为同一年；都没有写明的，只能从项目编码推断 | The years stated in title, table heads and text must
--     be one; where none is stated, only the project codes tell it
with title as (select disclosure_id, cell_id from mention where kind = 'title'),

said as (
    select m.disclosure_id, m.text, m.value, m.cell_id, m.value <> d.fiscal_year::varchar as differs, d.fiscal_year, t.cell_id as title_cell
    from mention as m
    join disclosure as d using (disclosure_id)
    join title as t using (disclosure_id)
    where m.kind = 'year'
)

select
    disclosure_id, '年度' as subject, if(d.year_basis = 'stated', null, 'warning') as severity, '未写明' as stated, d.fiscal_year || '年' as expected,
    '文件的标题、表头和正文都没有写明预算年度，' || d.fiscal_year || '年只能从项目编码推断。' as message_zh,
    'Neither title nor table heads nor text state the fiscal year; ' || d.fiscal_year || ' is inferred from the project codes.' as message_en,
    [t.cell_id] as stated_cells, null as expected_cells
from disclosure as d
join title as t using (disclosure_id)
union all
select
    disclosure_id, '年度：' || regexp_replace(text, '[0-9]{4}年?度?,?', ''), if(differs, 'warning', null), value || '年', fiscal_year || '年',
    '此处写的是“' || text || '”，而本文件是' || fiscal_year || '年度的。',
    'Here "' || text || '" is printed, but the document is that of ' || fiscal_year || '.',
    [cell_id], [title_cell]
from said
