-- check: level2_misfit
-- title: 指标内容与二级指标不符 | The content belongs to another type of indicator
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: 先按名称用词、计量单位和指标值判断内容属于哪一类（词表 content_word、content_class），再与所在的二级指标对照；经济效益、
--     生态效益须有相应用词（词表 benefit_word） | What the words of the name, the unit and the value speak of (lists content_word and
--     content_class) is held against the type that the indicator stands under; economic and ecological benefits must use a word of
--     their subject (list benefit_word)
-- says: “{1}”列在“{2}”下，却以{3}“{4}”表示，宜填绝对数。{notice} |
--     "{1}" stands under "{2}" but its value "{4}" is {5}; an absolute number would fit better.
-- says: “{1}”列在“{2}”下，名称和描述中没有与{6}有关的内容，需人工判断。 |
--     "{1}" stands under "{2}", but neither its name nor its description names anything {7}; to be judged by a reader.
-- says: “{1}”（{4}）列在“{2}”下，内容却是{3}，应属“{expected}”，需人工判断。 |
--     "{1}" ({4}) stands under "{2}", but its content is {5}, which belongs under "{expected}"; to be judged by a reader.
with target as (
    select
        i.disclosure_id, i.project_id, i.subject, i.level2, i.level3, i.cell_id, i.shown, i.class,
        c.zh, c.en, string_split(c.allowed, ';') as fits, c.mild, s.zh as subject_zh, s.en as subject_en,
        len(list_filter(s.words, lambda word: contains(concat(i.level3, i.description), word))) > 0 as named,
        -- A benefit in money is what is saved or earned; money that is needed or spent is the cost.
        i.level2 = '经济效益指标' and i.class in ('money', 'cost') and coalesce(i.operator, '≤') not in ('≥', '>')
            and regexp_matches(concat(i.level3, i.description), '支出|所需')
            and not regexp_matches(concat(i.level3, i.description), '节约|节省|节支|减少|降低|增|损失|收') as spent
    from indicator_content as i
    left join content_class as c using (class)
    left join (
        select level2, any_value(zh) as zh, any_value(en) as en, list(word) as words from benefit_word group by level2
    ) as s on s.level2 = i.level2
    where i.times_printed = 1 and i.level2 <> '服务对象满意度指标' and (i.class is not null or s.words is not null)
),

judged as (
    select
        *,
        case
            when spent then 'warning'
            -- A cost in percent is told by cost_not_money; what a benefit is about goes before how it is measured.
            when contains(level2, '成本') and class in ('rate', 'completion') and regexp_matches(level3, '成本|费用|经费|资金|预算|标准') then null
            when named and class <> 'satisfaction' then null
            when contains(mild, level2) then 'notice'
            when named is false or not list_contains(fits, level2) then 'warning'
        end as severity
    from target
),

-- Two rows of which each fits the other's type alone are told by indicator_rows_swapped.
misfit as (
    select cell_id, project_id, level2, fits from judged where severity = 'warning' and not list_contains(fits, level2)
),

swapped as (
    select a.cell_id
    from misfit as a
    join misfit as b
        on b.project_id = a.project_id and b.cell_id <> a.cell_id and list_contains(a.fits, b.level2) and list_contains(b.fits, a.level2)
    qualify count(*) over (partition by a.cell_id) = 1 and count(*) over (partition by b.cell_id) = 1
)

select
    j.disclosure_id, j.subject,
    if(s.cell_id is null, j.severity, null) as severity, j.level2 as stated,
    if(j.subject_zh is not null and j.severity = 'warning' and not j.spent, null, j.fits[1]) as expected,
    [j.level3, j.level2, j.zh, j.shown, j.en, if(j.spent, null, j.subject_zh), j.subject_en] as told,
    [j.cell_id] as stated_cells
from judged as j
left join swapped as s using (cell_id)
