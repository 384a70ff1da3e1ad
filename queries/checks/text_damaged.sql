-- check: text_damaged
-- title: 文字有误或残缺 | The text is damaged
-- severity: notice
-- family: publication
-- rests on: consistency
-- method: 正文和表格中查找：句中夹有外文词、形近字错用（拔款）、词语或标点重复、金额单位前没有数字、句子在逗号处中断、绩效目标同一行连写
--     两遍或混入表头文字 | Text and tables are searched for foreign words inside a Chinese sentence, one character for another that looks
--     like it (拔款), words or marks printed twice, units of money without a figure, and sentences that break off at a comma; lines of
--     a project's goal that stand twice in a row, or are a word of the table's header
with damaged as (
    select
        m.*, c.line_start as line, split_part(m.value, ':', 1) as class,
        if(class = 'cut_off', m.text, substr(m.value, length(class) + 2)) as word
    from mention as m
    join cell as c using (cell_id)
    where m.kind = 'damage'
),

damage as (
    select
        disclosure_id, class, word, count(*) as places,
        arg_min(text, (line, mention_id)) as context, list(cell_id order by line, mention_id) as cells
    from damaged
    group by disclosure_id, class, word
),

-- Each line of a goal, without its number, beside the next one.
goal_line as (
    select disclosure_id, project_no, project_name, cell_id, unnest(list_zip(lines, lines[2:])) as pair
    from (
        select
            p.disclosure_id, p.project_no, p.project_name, f.cell_id,
            list_transform(string_split(p.goal, chr(10)), lambda line: regexp_replace(line, '^\s*[0-9]+[.、．]|[\s。；;]', '', 'g')) as lines
        from project as p
        join (select fact_id, min(cell_id) as cell_id from fact_cell where field = 'goal' group by fact_id) as f on f.fact_id = p.project_id
        where contains(p.goal, chr(10))
    )
),

-- A numbered item of a goal that is nothing but a word of the header.
goal_header as (
    select p.disclosure_id, p.project_no, p.project_name, f.cell_id, header
    from (
        select *, regexp_extract(goal, '(?:^|[^0-9])[0-9]+[.、．]\s*([一二三]级指标|绩效指标描述|指标值(?:确定依据)?)\s*(?:$|[0-9]+[.、．])', 1) as header
        from project
        where regexp_matches(goal, '指标')
    ) as p
    join (select fact_id, min(cell_id) as cell_id from fact_cell where field = 'goal' group by fact_id) as f on f.fact_id = p.project_id
    where header <> ''
)

select
    disclosure_id, '全文' as subject, null as severity, null as stated, null as message_zh, null as message_en, [cell_id] as stated_cells
from mention
where kind = 'title'
union all
select
    disclosure_id, word, 'notice', context,
    '“' || context || '”' || case class when 'foreign' then '：中文句子里夹有外文词“' || word || '”'
        when 'typo' then '：“' || word || '”疑有错字或漏字' when 'doubled' then '：“' || word || '”疑为重复'
        when 'lost' then '：“' || word || '”前没有数字' else '：句子在此中断' end
        || if(places > 1, '，共' || places || '处。', '。'),
    '"' || context || '": ' || case class when 'foreign' then 'the foreign word "' || word || '" stands inside a Chinese sentence'
        when 'typo' then 'a character seems wrong or missing in "' || word || '"' when 'doubled' then '"' || word || '" seems to be printed twice'
        when 'lost' then 'no figure stands before "' || word || '"' else 'the sentence breaks off here' end
        || if(places > 1, ', in ' || places || ' places.', '.'),
    cells
from damage
union all
select
    disclosure_id, concat_ws(' ', project_no, project_name, '绩效目标'), 'notice', min(pair[1]),
    format('项目“{}”的绩效目标中“{}”连写了两遍。', project_name, min(pair[1])),
    format('The goal of project "{}" has "{}" twice in a row.', project_name, min(pair[1])),
    [cell_id]
from goal_line
where pair[1] = pair[2] and length(pair[1]) >= 8
group by disclosure_id, project_no, project_name, cell_id
union all
select
    disclosure_id, concat_ws(' ', project_no, project_name, '绩效目标', header), 'notice', header,
    format('项目“{}”的绩效目标中混入了表头文字“{}”。', project_name, header),
    format('The goal of project "{}" has a word of the table''s header among its lines, "{}".', project_name, header),
    [cell_id]
from goal_header
