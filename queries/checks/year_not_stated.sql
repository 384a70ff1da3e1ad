-- check: year_not_stated
-- title: 年度未写明或前后不一 | The fiscal year is not stated, or two are
-- severity: warning
-- family: publication
-- rests on: consistency
-- method: 标题、表头、正文各处写明的预算年度应为同一年；都没有写明的，只能从项目编码推断 | The years stated in title, table heads and text must
--     be one; where none is stated, only the project codes tell it
-- says: 文件的标题、表头和正文都没有写明预算年度，{1}年只能从项目编码推断。 | Neither title nor table heads nor text state the fiscal year; {1} is inferred from the
--     project codes.
-- says: 此处写的是“{2}”，而本文件是{3}年度的。 | Here "{2}" is printed, but the document is that of {3}.
with title as (
    select d.disclosure_id, d.fiscal_year::varchar as fiscal_year, d.year_basis, m.cell_id
    from disclosure as d
    join mention as m on m.disclosure_id = d.disclosure_id and m.kind = 'title'
)

select
    disclosure_id, '年度' as subject, if(year_basis = 'stated', null, 'warning') as severity, '未写明' as stated, fiscal_year || '年' as expected,
    [fiscal_year] as told, [cell_id] as stated_cells, null as expected_cells
from title
union all
select
    m.disclosure_id, '年度：' || regexp_replace(m.text, '[0-9]{4}年?度?,?', ''), if(m.value = t.fiscal_year, null, 'warning'), m.value || '年',
    t.fiscal_year || '年', [null, m.text, t.fiscal_year], [m.cell_id], [t.cell_id]
from mention as m
join title as t using (disclosure_id)
where m.kind = 'year'
