-- check: value_concatenated
-- title: 指标值的数字与文字连写 | Number and text run together in a target
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: 指标值先有数字、紧接着又是一段文字（“≤12 保障 12 人享受工资”），读者无法确知数值；带项目编码的表把数值与文字两栏印在一起（“≥9595%及以上”），
--     文字中重写同一数值的不算 | A number with a text running on from it leaves the reader unsure of the value; forms with a project code
--     print two columns in one (≥9595%及以上 is 95 and 95%及以上), which is no fault as long as the text names the same number again
with target as (
    select
        i.*, p.disclosure_id, p.project_no, p.project_name, coalesce(i.level3, i.description, i.level2) as name,
        -- The reader has parted number and text: the text is shorter than what is printed. A sentence that ends in the
        -- number's own unit ('≥80 …满意程度%') is another fault, value_corrupt.
        i.value_text is not null and length(i.value_text) < length(trim(i.value_raw))
            and not regexp_matches(i.value_text, '^[^0-9%]{6,}%$')
            and not (p.project_code is not null and contains(i.value_text, trimmed(i.value_number))) as run_together
    from indicator as i
    join project as p using (project_id)
    where i.row_status = 'as_printed' and i.value_number is not null
)

select
    disclosure_id, concat_ws(' ', project_no, project_name, level2, level3) as subject, if(run_together, 'warning', null) as severity,
    value_raw as stated, concat_ws(' | ', trimmed(value_number), value_text) as expected,
    format('“{}”的指标值“{}”把数字与文字连写，似为 {} 和“{}”两项。', name, value_raw, trimmed(value_number), value_text) as message_zh,
    format('The target of "{}", "{}", runs a number and a text together, it seems {} and "{}".', name, value_raw, trimmed(value_number), value_text)
        as message_en,
    [cell_id] as stated_cells
from target
