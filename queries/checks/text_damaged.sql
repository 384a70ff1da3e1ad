-- check: text_damaged
-- title: 文字有误或残缺 | The text is damaged
-- severity: notice
-- family: publication
-- rests on: consistency
-- method: 正文和表格中查找：句中夹有外文词、形近字错用（拔款）、词语或标点重复、金额单位前没有数字、句子在逗号处中断、绩效目标同一行连写
--     两遍或混入表头文字 | Text and tables are searched for foreign words inside a Chinese sentence, one character for another that looks
--     like it (拔款), words or marks printed twice, units of money without a figure, and sentences that break off at a comma; lines of
--     a project's goal that stand twice in a row, or are a word of the table's header
-- says: 项目“{1}”的绩效目标中[“{stated}”连写了两遍{2}][混入了表头文字“{3}”]。 | The goal of project "{1}" has ["{stated}" twice in a row{2}][a word of the
--     table's header among its lines, "{3}"].
-- says: “{stated}”[：中文句子里夹有外文词“{4}”][：“{5}”疑有错字或漏字][：“{6}”疑为重复][：“{7}”前没有数字][：句子在此中断{8}][，共{9}处]。 | "{stated}": [the foreign word "{4}"
--     stands inside a Chinese sentence][a character seems wrong or missing in "{5}"]["{6}" seems to be printed twice][no figure stands
--     before "{7}"][the sentence breaks off here{8}][, in {9} places].
-- The title stands for the whole text, which was searched.
with damaged as (
    select
        m.disclosure_id, m.mention_id, m.cell_id, m.text, c.line_start as line, if(m.kind = 'title', 'title', split_part(m.value, ':', 1)) as class,
        case class when 'title' then '全文' when 'cut_off' then m.text else substr(m.value, length(class) + 2) end as word
    from mention as m
    join cell as c using (cell_id)
    where m.kind in ('title', 'damage')
),

damage as (
    select
        disclosure_id, class, word, count(*) as places,
        arg_min(text, (line, mention_id)) as context, list(cell_id order by line, mention_id) as cells
    from damaged
    group by disclosure_id, class, word
),

goal as (
    select
        disclosure_id, project_name, subject, cell_id, header,
        -- a line that the next one repeats
        list_min(list_filter(lines, lambda line, place: line = lines[place + 1] and length(line) >= 8)) as repeated
    from (
        select
            p.disclosure_id, p.project_name, concat_ws(' ', p.project_no, p.project_name, '绩效目标') as subject, f.cell_id,
            -- each line without its number
            list_transform(string_split(p.goal, chr(10)), lambda line: regexp_replace(line, '^\s*[0-9]+[.、．]|[\s。；;]', '', 'g')) as lines,
            -- a numbered item that is nothing but a word of the header
            nullif(regexp_extract(p.goal, '(?:^|[^0-9])[0-9]+[.、．]\s*([一二三]级指标|绩效指标描述|指标值(?:确定依据)?)\s*(?:$|[0-9]+[.、．])', 1), '') as header
        from project as p
        join (select fact_id, min(cell_id) as cell_id from fact_cell where field = 'goal' group by fact_id) as f on f.fact_id = p.project_id
        where contains(p.goal, chr(10)) or contains(p.goal, '指标')
    )
),

select
    disclosure_id, word as subject, if(class = 'title', null, 'notice') as severity, context as stated,
    [null, null, null, if(class = 'foreign', word, null), if(class = 'typo', word, null), if(class = 'doubled', word, null),
        if(class = 'lost', word, null), if(class in ('foreign', 'typo', 'doubled', 'lost'), null, ''), if(places > 1, places::varchar, null)] as told,
    cells as stated_cells
from damage
union all
select disclosure_id, concat_ws(' ', subject, header), 'notice', said, [project_name, if(header is null, '', null), header], [cell_id]
from (select disclosure_id, subject, project_name, cell_id, unnest([repeated, header]) as said, unnest([null, header]) as header from goal)
where said is not null
