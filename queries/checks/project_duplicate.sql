-- check: project_duplicate
-- title: 同一项目重复列示 | One project is listed twice
-- severity: error
-- family: indicators
-- rests on: consistency
-- method: 去掉年份和文号后同名的项目：依据年份不同的可能是上年结转与本年安排（提示），绩效目标和指标完全相同、没有任何区别的为错误 |
--     Projects of one name, years and document numbers left aside: with different years of basis they may be last year's carry-over and
--     this year's budget (a notice); with nothing that tells them apart they are an error
-- The nearest earlier project of that name.
with twin as (
    select
        b.disclosure_id, b.project_no, b.project_name, b.cell_id, b.years, b.budget_yuan, b.said,
        arg_max(a.cell_id, a.project_no) as first_id, max(a.project_no) as first_no, arg_max(a.project_name, a.project_no) as first_name,
        arg_max(a.years, a.project_no) as first_years, arg_max(a.budget_yuan, a.project_no) as first_yuan, arg_max(a.said, a.project_no) as first_said
    from project_said as b
    left join project_said as a
        on a.disclosure_id = b.disclosure_id and a.bare_name = b.bare_name and a.project_no < b.project_no
        -- One grant from two documents of the same year is told by project_near_duplicate.
        and (a.project_name = b.project_name or a.years <> b.years)
    group by all
),

judged as (
    select
        *, len(list_intersect(said, first_said)) as same_rows,
        coalesce(nullif(array_to_string(first_years, '、'), ''), '未写明') as first_years_zh,
        coalesce(nullif(array_to_string(years, '、'), ''), '未写明') as years_zh,
        coalesce(nullif(array_to_string(first_years, ', '), ''), 'none') as first_years_en,
        coalesce(nullif(array_to_string(years, ', '), ''), 'none') as years_en,
        case
            when first_id is null then null
            when years <> first_years or budget_yuan <> first_yuan then 'notice'
            when same_rows >= 0.8 * greatest(len(said), len(first_said)) then 'error'
            else 'notice'
        end as severity
    from twin
)

select
    disclosure_id,
    concat_ws(' ', project_no, project_name) as subject,
    severity,
    format('{} {}', project_no, project_name) as stated,
    null as expected,
    case
        when project_name <> first_name then
            format('第{}个项目“{}”与第{}个项目“{}”的名称只差年份或文号（写明的年份：{}；{}），可能是上年结转与本年安排，需人工判断。',
                first_no, first_name, project_no, project_name, first_years_zh, years_zh)
        when years <> first_years then
            format('第{}个与第{}个项目同为“{}”，写明的年份不同（{}；{}），可能是上年结转与本年安排，需人工判断。',
                first_no, project_no, first_name, first_years_zh, years_zh)
        when severity = 'error' then
            format('第{}个与第{}个项目同为“{}”，{}项指标中{}项完全相同，也没有不同的年份或金额。', first_no, project_no, first_name, len(said), same_rows)
        else format('第{}个与第{}个项目同为“{}”，内容不同，需人工判断是否重复。', first_no, project_no, first_name)
    end as message_zh,
    case
        when project_name <> first_name then
            format(
                'The names of project {}, "{}", and project {}, "{}", differ in year or document number only (years stated: {}; {}): perhaps '
                    || 'last year''s carry-over and this year''s budget, which a reader has to judge.',
                first_no, first_name, project_no, project_name, first_years_en, years_en)
        when years <> first_years then
            format('Projects {} and {} are both "{}", but state different years ({}; {}): perhaps last year''s carry-over and this year''s budget, '
                    || 'which a reader has to judge.',
                first_no, project_no, first_name, first_years_en, years_en)
        when severity = 'error' then
            format('Projects {} and {} are both "{}": {} of {} indicators are the same, and no year or amount tells them apart.',
                first_no, project_no, first_name, same_rows, len(said))
        else format('Projects {} and {} are both "{}" but differ in content; to be judged by a reader whether one is a repeat.',
            first_no, project_no, first_name)
    end as message_en,
    [cell_id] as stated_cells, if(first_id is null, [], [first_id]) as expected_cells
from judged
