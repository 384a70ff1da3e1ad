-- check: text_damaged
-- title: 文字有误或残缺 | The text is damaged
-- severity: notice
-- family: publication
-- rests on: consistency
-- method: 正文和表格中查找：句中夹有外文词、形近字错用（拔款）、词语或标点重复、句子在逗号处中断 | Text and tables are searched for foreign
--     words inside a Chinese sentence, one character for another that looks like it (拔款), words or marks printed twice, and
--     sentences that break off at a comma
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
)

select
    disclosure_id, '全文' as subject, null as severity, null as stated, null as message_zh, null as message_en, [cell_id] as stated_cells
from mention
where kind = 'title'
union all
select
    disclosure_id, word, 'notice', context,
    '“' || context || '”' || case class when 'foreign' then '：中文句子里夹有外文词“' || word || '”'
        when 'typo' then '：“' || word || '”疑有错字或漏字' when 'doubled' then '：“' || word || '”疑为重复' else '：句子在此中断' end
        || if(places > 1, '，共' || places || '处。', '。'),
    '"' || context || '": ' || case class when 'foreign' then 'the foreign word "' || word || '" stands inside a Chinese sentence'
        when 'typo' then 'a character seems wrong or missing in "' || word || '"' when 'doubled' then '"' || word || '" seems to be printed twice'
        else 'the sentence breaks off here' end
        || if(places > 1, ', in ' || places || ' places.', '.'),
    cells
from damage
