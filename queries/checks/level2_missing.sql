-- check: level2_missing
-- title: 缺少一类指标 | A type of indicator is missing
-- severity: notice
-- family: indicators
-- rests on: indicator_setting
-- method: 每个有指标的项目应有数量、质量、时效、成本、效益和满意度指标；只印类型而无内容的行不算；有缺格或错位行的项目不据此判断 | Every project
--     with indicators has some of quantity, quality, timeliness, cost, benefit and satisfaction; a row with its type only does not
--     count; projects with damaged rows are not judged
-- says: “{1}”没有{expected}。 | "{1}" has no indicator of {2} ({expected}).
with wanted (type_zh, type_en) as (
    values ('数量指标', 'quantity'), ('质量指标', 'quality'), ('时效指标', 'timeliness'), ('成本指标', 'cost'), ('效益指标', 'benefit'),
        ('满意度指标', 'satisfaction')
),

present as (
    select
        project_id, bool_or(row_status <> 'as_printed') as damaged,
        list(if(level1 in ('效益指标', '满意度指标'), level1, type_of(level1, level2))) filter (where coalesce(level3, description) is not null or value_status not in ('blank', 'unreadable')) as types
    from indicator
    group by project_id
)

select
    p.disclosure_id, concat_ws(' ', p.project_no, p.project_name, w.type_zh) as subject,
    if(list_contains(h.types, w.type_zh), null, 'notice') as severity, w.type_zh as expected,
    [p.project_name, w.type_en] as told,
    [p.cell_id] as stated_cells
from present as h
join project as p using (project_id)
cross join wanted as w
where list_contains(h.types, w.type_zh) or not h.damaged
