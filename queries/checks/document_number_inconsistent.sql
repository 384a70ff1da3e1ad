-- check: document_number_inconsistent
-- title: 同一文件前后字号不一致 | One document cited under two numbers
-- severity: warning
-- family: indicators
-- rests on: consistency
-- method: “指标值确定依据”中带有名称的文件：名称相同的，字号应当相同；以出现次数少的一个为疑误。全文的文号：年份和序号（10 号以上）相同、
--     发文机关代字只差首字的，提示人工判断 | Documents cited by number and name as the basis of a target: the same name goes with the same
--     number; the rarer number is taken for the slip. All document numbers of the text: where two have one year and one serial number
--     (from 10 on) and issuers that differ in their first character only, a person has to judge
with cited as (
    select
        i.disclosure_id, i.cell_id as value_cell, b.cell_id as basis_cell, i.indicator_id,
        regexp_replace(i.basis_text, '\s', '', 'g') as said
    from printed_indicator as i
    left join (select fact_id, min(cell_id) as cell_id from fact_cell where field = 'basis' group by fact_id) as b on b.fact_id = i.indicator_id
    where regexp_matches(i.basis_text, '[0-9]\s*号')
),

parted as (
    select
        disclosure_id, indicator_id, coalesce(basis_cell, value_cell) as cell_id,
        -- brackets are printed in many ways: 【2020】 〔2020〕 [2020]
        translate(cite.number, '【】[]()（）', '〔〕〔〕〔〕〔〕') as number, regexp_replace(cite.title, '[《》“”"，,、。.：:（）()]', '', 'g') as title
    from (
        select *, regexp_extract(said, '^([一-龥]{2,12}[〔【\[(（][0-9]{4}[〕】\])）]第?[0-9]+号)(.*)$', ['number', 'title']) as cite
        from cited
    )
),

by_number as (
    select disclosure_id, title, number, count(*) as times, list(cell_id order by indicator_id) as cells, min(indicator_id) as first_id
    from parted
    where length(title) >= 8 and number <> ''
    group by disclosure_id, title, number
),

ranked as (
    select
        *,
        row_number() over (partition by disclosure_id, title order by times desc, first_id) as rank,
        first_value(number) over (partition by disclosure_id, title order by times desc, first_id) as usual,
        first_value(times) over (partition by disclosure_id, title order by times desc, first_id) as usual_times,
        first_value(cells[1]) over (partition by disclosure_id, title order by times desc, first_id) as usual_cell
    from by_number
),

-- 邢组字〔2015〕26号 and 冀组字〔2015〕26号: two documents, or one printed wrongly.
alike as (
    select
        disclosure_id, number, rest, count(*) as times,
        list(cell_id order by line_start, cell_id) as cells, min(line_start) as first_line
    from (
        select
            m.disclosure_id, m.value as number, m.cell_id, c.line_start,
            regexp_extract(m.value, '^[一-龥]([一-龥]{2,}〔[0-9]{4}〕[1-9][0-9]+号)$', 1) as rest
        from mention as m
        join cell as c using (cell_id)
        where m.kind = 'document_number'
    )
    where rest <> '' and (disclosure_id, number) not in (select (disclosure_id, number) from ranked where rank > 1)
    group by all
),

alike_ranked as (
    select
        *, row_number() over same as rank, first_value(number) over same as usual, first_value(cells[1]) over same as usual_cell
    from alike
    window same as (partition by disclosure_id, rest order by times desc, first_line, number)
)

select
    disclosure_id, title as subject, if(rank = 1, null, 'warning') as severity, number as stated, usual as expected,
    format('“{}”有 {} 处写作“{}”，另有 {} 处写作“{}”。', title, times, number, usual_times, usual) as message_zh,
    format('"{}" carries the number "{}" in {} of its citations, "{}" in {} others.', title, number, times, usual, usual_times) as message_en,
    cells as stated_cells, [usual_cell] as expected_cells
from ranked
union all
select
    disclosure_id, number, if(rank = 1, null, 'notice'), number, usual,
    format('“{}”与“{}”年份和序号相同，只有发文机关代字的首字不同：可能是两份文件，也可能有一处写错，需人工判断。', number, usual),
    format('"{}" and "{}" have one year and one serial number and differ only in the first character of the issuer: two documents, or one of '
        || 'them printed wrongly; to be judged by a reader.', number, usual),
    cells, [usual_cell]
from alike_ranked
