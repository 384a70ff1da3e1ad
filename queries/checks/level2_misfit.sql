-- check: level2_misfit
-- title: 指标内容与二级指标不符 | The content belongs to another type of indicator
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: 先按名称用词、计量单位和指标值判断内容属于哪一类（词表 content_word、content_class），再与所在的二级指标对照；经济效益、
--     生态效益须有相应用词（词表 benefit_word） | What the words of the name, the unit and the value speak of (lists content_word and
--     content_class) is held against the type that the indicator stands under; economic and ecological benefits must use a word of
--     their subject (list benefit_word)
with subject_named as (
    select i.cell_id, any_value(b.zh) as zh, any_value(b.en) as en, bool_or(contains(concat(i.level3, i.description), b.word)) as named
    from indicator_content as i
    join benefit_word as b using (level2)
    group by i.cell_id
),

judged as (
    select
        i.*, c.zh as content_zh, c.en as content_en, c.allowed, s.zh as subject_zh, s.en as subject_en,
        -- A benefit in money is what is saved or earned; money that is needed or spent is the cost.
        i.level2 = '经济效益指标' and i.class in ('money', 'cost') and coalesce(i.operator, '≤') not in ('≥', '>')
            and regexp_matches(concat(i.level3, i.description), '支出|所需')
            and not regexp_matches(concat(i.level3, i.description), '节约|节省|节支|减少|降低|增|损失|收') as spent,
        case
            when spent then 'warning'
            -- A cost in percent is told by cost_not_money; what a benefit is about goes before how it is measured.
            when contains(i.level2, '成本') and i.class in ('rate', 'completion') and regexp_matches(i.level3, '成本|费用|经费|资金|预算|标准')
                then null
            when s.named and i.class <> 'satisfaction' then null
            when contains(c.mild, i.level2) then 'notice'
            when s.named is false then 'warning'
            when not list_contains(string_split(c.allowed, ';'), i.level2) then 'warning'
        end as severity
    from indicator_content as i
    left join content_class as c using (class)
    left join subject_named as s using (cell_id)
    where i.times_printed = 1 and i.level2 <> '服务对象满意度指标' and (i.class is not null or s.named is not null)
),

-- Two rows of which each fits the other's type alone are told by indicator_rows_swapped.
swapped as (
    select a.cell_id
    from judged as a
    join judged as b
        on b.project_id = a.project_id and b.cell_id <> a.cell_id
        and list_contains(string_split(a.allowed, ';'), b.level2) and list_contains(string_split(b.allowed, ';'), a.level2)
    where a.severity = 'warning' and b.severity = 'warning'
        and not list_contains(string_split(a.allowed, ';'), a.level2) and not list_contains(string_split(b.allowed, ';'), b.level2)
    qualify count(*) over (partition by a.cell_id) = 1 and count(*) over (partition by b.cell_id) = 1
)

select
    disclosure_id,
    concat_ws(' ', project_no, project_name, level2, level3) as subject,
    severity,
    level2 as stated,
    if(subject_zh is not null and severity = 'warning' and not spent, null, split_part(allowed, ';', 1)) as expected,
    case
        when severity = 'notice' then
            format('“{}”列在“{}”下，却以{}“{}”表示，宜填绝对数。', level3, level2, content_zh, shown)
        when subject_zh is not null and not spent then
            format('“{}”列在“{}”下，名称和描述中没有与{}有关的内容，需人工判断。', level3, level2, subject_zh)
        else format('“{}”（{}）列在“{}”下，内容却是{}，应属“{}”，需人工判断。', level3, shown, level2, content_zh, expected)
    end as message_zh,
    case
        when severity = 'notice' then
            format('"{}" stands under "{}" but its value "{}" is {}; an absolute number would fit better.', level3, level2, shown, content_en)
        when subject_zh is not null and not spent then
            format('"{}" stands under "{}", but neither its name nor its description names anything {}; to be judged by a reader.',
                level3, level2, subject_en)
        else format('"{}" ({}) stands under "{}", but its content is {}, which belongs under "{}"; to be judged by a reader.',
            level3, shown, level2, content_en, expected)
    end as message_en,
    [cell_id] as stated_cells
from (select * replace (if(cell_id in (from swapped), null, severity) as severity) from judged)
