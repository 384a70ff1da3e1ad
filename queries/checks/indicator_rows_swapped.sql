-- check: indicator_rows_swapped
-- title: 两行指标内容互换 | Two rows of indicators are exchanged
-- severity: error
-- family: indicators
-- rests on: indicator_setting
-- method: 按名称用词、计量单位和指标值判断内容属于哪一类（词表 content_word、content_class）；同一项目中两行内容各自不合本行而恰合对方的二级指标 |
--     What the words of the name, the unit and the value speak of (lists content_word and content_class): of two rows of a project
--     neither fits its own type, and each fits the other's
with typed as (
    select i.*, c.zh as content_zh, c.en as content_en, string_split(c.allowed, ';') as fits,
        list_contains(fits, i.level2) or (c.class <> 'quality' and coalesce(c.mild = i.level2, false)) as holds
    from indicator_content as i
    join content_class as c using (class)
    where i.times_printed = 1
),

-- Of several partners the nearest row.
pair as (
    select a.cell_id, arg_min(b.cell_id, abs(a.row_no - b.row_no)) as other_id
    from typed as a
    join typed as b
        on b.project_id = a.project_id and b.row_no > a.row_no and not a.holds and not b.holds
        and list_contains(a.fits, b.level2) and list_contains(b.fits, a.level2)
    group by a.cell_id
)

select
    a.disclosure_id,
    concat_ws(' ', a.project_no, a.project_name, a.level2, a.level3) as subject,
    if(b.cell_id is null, null, 'error') as severity,
    format('{}: {} ({})', a.level2, a.level3, a.value_raw) as stated,
    format('{}: {} ({})', a.level2, b.level3, b.value_raw) as expected,
    format('“{}”下是“{}”（{}，{}），“{}”下是“{}”（{}，{}）：两行内容恰合对方的类别，似为互换。',
        a.level2, a.level3, a.shown, a.content_zh, b.level2, b.level3, b.shown, b.content_zh) as message_zh,
    format('Under "{}" stands "{}" ({}: {}), under "{}" stands "{}" ({}: {}): each fits the other''s type, so the two rows seem to be exchanged.',
        a.level2, a.level3, a.shown, a.content_en, b.level2, b.level3, b.shown, b.content_en) as message_en,
    [a.cell_id] as stated_cells, if(b.cell_id is null, [], [b.cell_id]) as expected_cells
from typed as a
left join pair as p on p.cell_id = a.cell_id
left join typed as b on b.cell_id = p.other_id
