-- check: indicator_rows_swapped
-- title: 两行指标内容互换 | Two rows of indicators are exchanged
-- severity: error
-- family: indicators
-- rests on: indicator_setting
-- method: 按名称用词、计量单位和指标值判断内容属于哪一类（词表 content_word、content_class）；同一项目中两行内容各自不合本行而恰合对方的二级指标 |
--     What the words of the name, the unit and the value speak of (lists content_word and content_class): of two rows of a project
--     neither fits its own type, and each fits the other's
-- The first class, by rank, of which a word or unit is there; a row that repeats another of its project is told by copied_across_types.
with indicator_text as (
    select
        p.disclosure_id, p.project_no, p.project_name, i.project_id, i.row_no, i.level2, i.level3, i.value_raw, i.cell_id,
        coalesce(i.level3, '') || coalesce(i.description, '') as words,
        row_number() over (partition by i.project_id, i.level3, i.value_raw order by i.row_no) as times_printed,
        i.unit, coalesce(i.value_text, i.value_raw) as value_text,
        -- a form that prints number and text in one column: '≥9595%及以上' reads ≥95%
        coalesce(case when length(i.value_text) < length(trim(i.value_raw)) then coalesce(i.operator, '') || trimmed(i.value_number) || i.unit end,
            i.value_raw) as shown
    from indicator as i
    join project as p using (project_id)
    where i.level2 is not null and i.level3 is not null and i.row_status = 'as_printed' and i.value_status in ('reported', 'zero')
),

classed as (
    select i.cell_id, arg_min(c.class, c.rank::integer) as class
    from indicator_text as i
    join content_word as w
        on case w.place
            when 'unit' then i.unit = w.word
            when 'ending' then ends_with(i.level3, w.word)
            when 'value' then contains(i.value_text, w.word)
            else contains(i.level3, w.word)
        end
    join content_class as c using (class)
    group by i.cell_id
),

typed as (
    select i.*, c.zh as content_zh, c.en as content_en, string_split(c.allowed, ';') as fits,
        list_contains(fits, i.level2) or (c.class <> 'quality' and coalesce(c.mild = i.level2, false)) as holds
    from indicator_text as i
    join classed using (cell_id)
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
