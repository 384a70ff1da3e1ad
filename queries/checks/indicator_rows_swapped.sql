-- check: indicator_rows_swapped
-- title: 两行指标内容互换 | Two rows of indicators are exchanged
-- severity: error
-- family: indicators
-- rests on: indicator_setting
-- method: 按名称用词、计量单位和指标值判断内容属于哪一类（词表 content_word、content_class）；同一项目中两行内容各自不合本行而恰合对方的二级指标 |
--     What the words of the name, the unit and the value speak of (lists content_word and content_class): of two rows of a project
--     neither fits its own type, and each fits the other's
-- says: “{1}”下是“{2}”（{3}，{4}），“{5}”下是“{6}”（{7}，{8}）：两行内容恰合对方的类别，似为互换。 |
--     Under "{1}" stands "{2}" ({3}: {9}), under "{5}" stands "{6}" ({7}: {10}): each fits the other's type, so the two rows seem to be
--     exchanged.
with typed as (
    select
        i.disclosure_id, i.project_id, i.subject, i.row_no, i.level2, i.level3, i.value_raw, i.shown, i.cell_id,
        c.zh, c.en, string_split(c.allowed, ';') as fits,
        list_contains(fits, i.level2) or (c.class <> 'quality' and coalesce(c.mild = i.level2, false)) as holds
    from indicator_content as i
    join content_class as c using (class)
    where i.times_printed = 1
),

-- Of several partners the nearest row.
pair as (
    select
        a.cell_id,
        arg_min(
            {level2: b.level2, level3: b.level3, value_raw: b.value_raw, shown: b.shown, zh: b.zh, en: b.en, cell_id: b.cell_id}, b.row_no
        ) as other
    from typed as a
    join typed as b
        on b.project_id = a.project_id and b.row_no > a.row_no and not a.holds and not b.holds
        and list_contains(a.fits, b.level2) and list_contains(b.fits, a.level2)
    group by a.cell_id
)

select
    a.disclosure_id, a.subject, if(b.other is null, null, 'error') as severity,
    concat(a.level2, ': ', a.level3, ' (', a.value_raw, ')') as stated,
    concat(a.level2, ': ', b.other.level3, ' (', b.other.value_raw, ')') as expected,
    [a.level2, a.level3, a.shown, a.zh, b.other.level2, b.other.level3, b.other.shown, b.other.zh, a.en, b.other.en] as told,
    [a.cell_id] as stated_cells, [b.other.cell_id] as expected_cells
from typed as a
left join pair as b using (cell_id)
