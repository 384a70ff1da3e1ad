-- check: document_number_inconsistent
-- title: 同一文件前后字号不一致 | One document cited under two numbers
-- severity: warning
-- family: indicators
-- rests on: consistency
-- method: “指标值确定依据”中带有名称的文件：名称相同的，字号应当相同；以出现次数少的一个为疑误。全文的文号：年份和序号（10 号以上）相同、
--     发文机关代字只差首字的，提示人工判断 | Documents cited by number and name as the basis of a target: the same name goes with the same
--     number; the rarer number is taken for the slip. All document numbers of the text: where two have one year and one serial number
--     (from 10 on) and issuers that differ in their first character only, a person has to judge
-- says: “{subject}”有 {1} 处写作“{stated}”，另有 {2} 处写作“{expected}”。 |
--     "{subject}" carries the number "{stated}" in {1} of its citations, "{expected}" in {2} others.
-- says: “{stated}”与“{expected}”年份和序号相同，只有发文机关代字的首字不同：可能是两份文件，也可能有一处写错，需人工判断。 | "{stated}" and "{expected}"
--     have one year and one serial number and differ only in the first character of the issuer: two documents, or one of them printed
--     wrongly; to be judged by a reader.
with by_number as (
    select disclosure_id, title, number, count(*) as times, list(cell_id order by indicator_id) as cells, min(indicator_id) as first_id
    from (
        select
            c.disclosure_id, c.indicator_id, coalesce(b.cell_id, c.cell_id) as cell_id,
            -- brackets are printed in many ways: 【2020】 〔2020〕 [2020]
            translate(c.cite.number, '【】[]()（）', '〔〕〔〕〔〕〔〕') as number,
            regexp_replace(c.cite.title, '[《》“”"，,、。.：:（）()]', '', 'g') as title
        from (
            select
                disclosure_id, indicator_id, cell_id,
                regexp_extract(regexp_replace(basis_text, '\s', '', 'g'),
                    '^([一-龥]{2,12}[〔【\[(（][0-9]{4}[〕】\])）]第?[0-9]+号)(.*)$', ['number', 'title']) as cite
            from printed_indicator
            where regexp_matches(basis_text, '[0-9]\s*号')
        ) as c
        left join (select fact_id, min(cell_id) as cell_id from fact_cell where field = 'basis' group by fact_id) as b on b.fact_id = c.indicator_id
    )
    where length(title) >= 8 and number <> ''
    group by disclosure_id, title, number
),

-- The numbers of one title, the usual one first.
ranked as (
    select disclosure_id, title, list({number: number, times: times, cells: cells} order by times desc, first_id) as cited
    from by_number
    group by disclosure_id, title
),

-- 邢组字〔2015〕26号 and 冀组字〔2015〕26号: two documents, or one printed wrongly.
alike as (
    select
        m.disclosure_id, m.number, m.rest, count(*) as times,
        list(m.cell_id order by c.line_start, m.cell_id) as cells, min(c.line_start) as first_line
    from (
        select
            disclosure_id, value as number, cell_id, regexp_extract(value, '^[一-龥]([一-龥]{2,}〔[0-9]{4}〕[1-9][0-9]+号)$', 1) as rest
        from mention
        where kind = 'document_number'
    ) as m
    join cell as c using (cell_id)
    anti join (select disclosure_id, unnest(cited[2:]).number as number from ranked) as r
        on r.disclosure_id = m.disclosure_id and r.number = m.number
    where m.rest <> ''
    group by all
)

select
    disclosure_id, coalesce(title, one.number) as subject,
    if(one.number = usual.number, null, if(title is null, 'notice', 'warning')) as severity, one.number as stated, usual.number as expected,
    if(title is null, null, [one.times::varchar, usual.times::varchar]) as told,
    one.cells as stated_cells, [usual.cells[1]] as expected_cells
from (
    select disclosure_id, title, unnest(cited) as one, cited[1] as usual
    from (
        from ranked
        union all
        select disclosure_id, null, list({number: number, times: times, cells: cells} order by times desc, first_line, number)
        from alike
        group by disclosure_id, rest
    )
)
