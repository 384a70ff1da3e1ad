-- check: value_concatenated
-- title: 指标值的数字与文字连写 | Number and text run together in a target
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: 指标值先有数字、紧接着又是一段文字（“≤12 保障 12 人享受工资”），读者无法确知数值；带项目编码的表把数值与文字两栏印在一起（“≥9595%及以上”），
--     文字中重写同一数值的不算；两个期限连写的（“12月底20日前”）、两个小数连写的（“86.1086.00”）同样 |
--     A number with a text running on from it leaves the reader unsure of the value; forms with a project code print two columns in
--     one (≥9595%及以上 is 95 and 95%及以上), which is no fault as long as the text names the same number again; two deadlines in one
--     (12月底20日前) leave the reader unsure too, and so do two decimals (86.1086.00)
with target as (
    select
        i.*,
        -- The reader has parted number and text: the text is shorter than what is printed. A sentence that ends in the
        -- number's own unit ('≥80 …满意程度%') is another fault, value_corrupt.
        i.value_text is not null and length(i.value_text) < length(trim(i.value_raw))
            and not regexp_matches(i.value_text, '^[^0-9%]{6,}%$')
            and not (p.project_code is not null and contains(i.value_text, trimmed(i.value_number))) as run_together
    from printed_indicator as i
    join project as p using (project_id)
    where i.value_number is not null
)

select
    disclosure_id, concat_ws(' ', project_no, project_name, level2, level3) as subject, if(run_together, 'warning', null) as severity,
    value_raw as stated, concat_ws(' | ', trimmed(value_number), value_text) as expected,
    format('“{}”的指标值“{}”把数字与文字连写，似为 {} 和“{}”两项。', name, value_raw, trimmed(value_number), value_text) as message_zh,
    format('The target of "{}", "{}", runs a number and a text together, it seems {} and "{}".', name, value_raw, trimmed(value_number), value_text)
        as message_en,
    [cell_id] as stated_cells
from target
union all
select
    disclosure_id, concat_ws(' ', project_no, project_name, level2, level3), 'warning', value_raw, twice.month_end || ' | ' || twice.day,
    format('“{}”的指标值“{}”把“{}”和“{}”两个期限连写在一起，无法确知是哪一个。', name, value_raw, twice.month_end, twice.day),
    format('The target of "{}", "{}", runs two deadlines together, "{}" and "{}", so that it is not known which is meant.', name, value_raw,
        twice.month_end, twice.day),
    [cell_id]
from (
    select
        i.disclosure_id, i.project_no, i.project_name, i.level2, i.level3, i.value_raw, i.cell_id,
        coalesce(i.level3, i.description, i.level2) as name,
        regexp_extract(replace(i.value_raw, ' ', ''), '([0-9]{1,2}月底)([0-9]{1,2}日)', ['month_end', 'day']) as twice
    from printed_indicator as i
    where i.value_number is null
)
where twice.day <> ''
union all
select
    i.disclosure_id, concat_ws(' ', i.project_no, i.project_name, i.level2, i.level3), 'warning', i.value_raw, null,
    format('“{}”的指标值“{}”把两个小数连写在一起，无法确知数值。', coalesce(i.level3, i.description, i.level2), i.value_raw),
    format('The target of "{}", "{}", runs two decimals together, so that its value is not known.',
        coalesce(i.level3, i.description, i.level2), i.value_raw),
    [i.cell_id]
from printed_indicator as i
-- Two points in one number; a date (2023.12.31) has a year before the first.
where i.value_number is null
    and regexp_matches(i.value_raw, '[0-9]\.[0-9]+\.[0-9]') and not regexp_matches(i.value_raw, '(^|[^0-9])20[0-9]{2}\.[0-9]{1,2}\.[0-9]')
