-- check: value_corrupt
-- title: 指标值中混入其他内容 | Other matter inside a target
-- severity: error
-- family: indicators
-- rests on: consistency
-- method: 指标值里出现别栏的文字（数字与其单位之间夹着一句话；整格是本文件用作“依据”的词，而不是一种状态），或出现乱码、公式错误、网页标记 | A target
--     that holds another column's text (a sentence between a number and its unit; a whole cell in words that this document uses for
--     a basis and that name no state), or damaged characters, formula errors or markup
with target as (
    select
        i.*,
        regexp_replace(coalesce(i.value_text, i.value_raw), '\s', '', 'g') as said
    from printed_indicator as i
    where i.value_status in ('reported', 'zero')
),

basis as (
    select distinct disclosure_id, regexp_replace(basis_text, '\s', '', 'g') as said
    from target
    where length(basis_text) >= 4
),

-- Words of a state may serve as a value and as a basis too ('按照省市要求完成').
state as (
    select distinct t.said
    from (select distinct said from target where value_number is null) as t
    join state_word as w on contains(t.said, w.word)
),

judged as (
    select
        t.*,
        case
            when regexp_matches(t.value_raw, '\x{FFFD}|#(REF|VALUE|NAME|N/A|DIV/0|NULL|NUM)|锟斤拷|烫烫|</?[a-zA-Z][^>]*>|&[a-z]{2,6};') then 'damage'
            when t.value_number is not null and regexp_matches(t.value_text, '^[^0-9%]{6,}%$') then 'sentence'
            when t.value_number is null and not t.is_quantified and b.said is not null and s.said is null then 'basis'
        end as fault
    from target as t
    left join basis as b using (disclosure_id, said)
    left join state as s using (said)
)

select
    disclosure_id, concat_ws(' ', project_no, project_name, level2, level3) as subject, if(fault is null, null, 'error') as severity,
    value_raw as stated,
    case fault
        when 'damage' then format('“{}”的指标值“{}”含有乱码或标记。', name, value_raw)
        when 'sentence' then format('“{}”的指标值“{}”在数字与“%”之间夹着一句说明文字。', name, value_raw)
        when 'basis' then format('“{}”的指标值是“{}”，这是本文件用来填写“指标值确定依据”的词，不是目标值。', name, value_raw)
    end as message_zh,
    case fault
        when 'damage' then format('The target of "{}", "{}", holds damaged characters or markup.', name, value_raw)
        when 'sentence' then format('The target of "{}", "{}", has a sentence between the number and its "%".', name, value_raw)
        when 'basis' then format('The target of "{}" is "{}", which this document uses for the basis of a target.', name, value_raw)
    end as message_en,
    [cell_id] as stated_cells
from judged
