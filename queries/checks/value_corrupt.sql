-- check: value_corrupt
-- title: 指标值中混入其他内容 | Other matter inside a target
-- severity: error
-- family: indicators
-- rests on: consistency
-- method: 指标值里出现别栏的文字（数字与其单位之间夹着一句话；整格是本文件用作“依据”的词，而不是一种状态），或出现乱码、公式错误、网页标记 | A target
--     that holds another column's text (a sentence between a number and its unit; a whole cell in words that this document uses for
--     a basis and that name no state), or damaged characters, formula errors or markup
-- says: “{1}”的指标值“{stated}”含有乱码或标记。{2} | The target of "{1}", "{stated}", holds damaged characters or markup.
-- says: “{1}”的指标值“{stated}”在数字与“%”之间夹着一句说明文字。{3} |
--     The target of "{1}", "{stated}", has a sentence between the number and its "%".
-- says: “{1}”的指标值是“{stated}”，这是本文件用来填写“指标值确定依据”的词，不是目标值。 |
--     The target of "{1}" is "{stated}", which this document uses for the basis of a target.
with target as (
    select
        disclosure_id, subject, level3, name, value_raw, cell_id,
        regexp_replace(coalesce(value_text, value_raw), '\s', '', 'g') as said, value_number is null and not is_quantified as in_words,
        regexp_matches(value_raw, '\x{FFFD}|#(REF|VALUE|NAME|N/A|DIV/0|NULL|NUM)|锟斤拷|烫烫|</?[a-zA-Z][^>]*>|&[a-z]{2,6};') as damaged,
        value_number is not null and coalesce(regexp_matches(value_text, '^[^0-9%]{6,}%$'), false) as parted
    from printed_indicator
    where value_status in ('reported', 'zero')
),

-- Words that the document uses for a basis, and that name no state, which may serve as a value and as a basis too ('按照省市要求完成').
basis as (
    select b.disclosure_id, b.said
    from (
        select disclosure_id, regexp_replace(basis_text, '\s', '', 'g') as said
        from printed_indicator
        where value_status in ('reported', 'zero') and length(basis_text) >= 4
    ) as b
    left join state_word as w on contains(b.said, w.word)
    where w.word is null
    group by b.disclosure_id, b.said
)

select
    t.disclosure_id, t.subject,
    if(t.damaged or t.parted or b.said is not null, 'error', null) as severity, t.value_raw as stated,
    [t.name, if(t.damaged, '', null), if(t.parted, '', null)] as told,
    [t.cell_id] as stated_cells
from target as t
left join basis as b on t.in_words and b.disclosure_id = t.disclosure_id and b.said = t.said
