-- check: project_duplicate
-- title: 同一项目重复列示 | One project is listed twice
-- severity: error
-- family: indicators
-- rests on: consistency
-- method: 去掉年份和文号后同名的项目：依据年份不同的可能是上年结转与本年安排（提示），绩效目标和指标完全相同、没有任何区别的为错误 |
--     Projects of one name, years and document numbers left aside: with different years of basis they may be last year's carry-over and
--     this year's budget (a notice); with nothing that tells them apart they are an error
-- says: 第{1}个项目“{2}”与第{3}个项目“{4}”的名称只差年份或文号（写明的年份：{5}；{6}），可能是上年结转与本年安排，需人工判断。 |
--     The names of project {1}, "{2}", and project {3}, "{4}", differ in year or document number only (years stated: {7}; {8}): perhaps
--     last year's carry-over and this year's budget, which a reader has to judge.
-- says: 第{1}个与第{3}个项目同为“{2}”，写明的年份不同（{5}；{6}），可能是上年结转与本年安排，需人工判断。{9} |
--     Projects {1} and {3} are both "{2}", but state different years ({7}; {8}): perhaps last year's carry-over and this year's
--     budget, which a reader has to judge.
-- says: 第{1}个与第{3}个项目同为“{2}”，{10}项指标中{11}项完全相同，也没有不同的年份或金额。{error} |
--     Projects {1} and {3} are both "{2}": {11} of {10} indicators are the same, and no year or amount tells them apart.
-- says: 第{1}个与第{3}个项目同为“{2}”，内容不同，需人工判断是否重复。 |
--     Projects {1} and {3} are both "{2}" but differ in content; to be judged by a reader whether one is a repeat.
-- The nearest earlier project of that name.
with twin as (
    select
        b.project_id,
        arg_max(
            {project_no: a.project_no, project_name: a.project_name, cell_id: a.cell_id, years: a.years, budget_yuan: a.budget_yuan,
                said: a.said},
            a.project_no
        ) as first
    from project_said as b
    join project_said as a
        on a.disclosure_id = b.disclosure_id and a.bare_name = b.bare_name and a.project_no < b.project_no
        -- One grant from two documents of the same year is told by project_near_duplicate.
        and (a.project_name = b.project_name or a.years <> b.years)
    group by b.project_id
)

select
    b.disclosure_id, concat_ws(' ', b.project_no, b.project_name) as subject,
    case
        when t.first is null then null
        when b.years <> t.first.years or b.budget_yuan <> t.first.budget_yuan then 'notice'
        when len(list_intersect(b.said, t.first.said)) >= 0.8 * greatest(len(b.said), len(t.first.said)) then 'error'
        else 'notice'
    end as severity,
    b.project_no || ' ' || b.project_name as stated,
    [
        t.first.project_no::varchar, t.first.project_name, b.project_no::varchar, if(b.project_name <> t.first.project_name, b.project_name, null),
        coalesce(nullif(array_to_string(t.first.years, '、'), ''), '未写明'), coalesce(nullif(array_to_string(b.years, '、'), ''), '未写明'),
        coalesce(nullif(array_to_string(t.first.years, ', '), ''), 'none'), coalesce(nullif(array_to_string(b.years, ', '), ''), 'none'),
        if(b.years <> t.first.years, '', null), len(b.said)::varchar, len(list_intersect(b.said, t.first.said))::varchar
    ] as told,
    [b.cell_id] as stated_cells, [t.first.cell_id] as expected_cells
from project_said as b
left join twin as t using (project_id)
