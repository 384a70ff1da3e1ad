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
-- says: “{1}”的指标值“{stated}”把数字与文字连写，似为 {2} 和“{3}”两项。 |
--     The target of "{1}", "{stated}", runs a number and a text together, it seems {2} and "{3}".
-- says: “{1}”的指标值“{stated}”把“{4}”和“{5}”两个期限连写在一起，无法确知是哪一个。 | The target of "{1}", "{stated}", runs two deadlines
--     together, "{4}" and "{5}", so that it is not known which is meant.
-- says: “{1}”的指标值“{stated}”把两个小数连写在一起，无法确知数值。 |
--     The target of "{1}", "{stated}", runs two decimals together, so that its value is not known.
with target as (
    select
        i.disclosure_id, i.subject, i.name, i.value_raw, i.value_text, i.cell_id,
        trimmed(i.value_number) as number,
        -- The reader has parted number and text: the text is shorter than what is printed. A sentence that ends in the
        -- number's own unit ('≥80 …满意程度%') is another fault, value_corrupt.
        length(i.value_text) < length(trim(i.value_raw)) and not regexp_matches(i.value_text, '^[^0-9%]{6,}%$')
            and not (p.project_code is not null and contains(i.value_text, number)) as run_together,
        if(number is null, regexp_extract(replace(i.value_raw, ' ', ''), '([0-9]{1,2}月底)([0-9]{1,2}日)', ['month_end', 'day']), null) as twice
    from printed_indicator as i
    join project as p using (project_id)
)

select
    disclosure_id, subject, if(run_together or number is null, 'warning', null) as severity, value_raw as stated,
    case
        when number is not null then concat_ws(' | ', number, value_text)
        when twice.day <> '' then twice.month_end || ' | ' || twice.day
    end as expected,
    [name, number, value_text, nullif(twice.month_end, ''), twice.day] as told,
    [cell_id] as stated_cells
from target
where number is not null or twice.day <> ''
    -- Two points in one number; a date (2023.12.31) has a year before the first.
    or regexp_matches(value_raw, '[0-9]\.[0-9]+\.[0-9]') and not regexp_matches(value_raw, '(^|[^0-9])20[0-9]{2}\.[0-9]{1,2}\.[0-9]')
