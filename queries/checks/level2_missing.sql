-- check: level2_missing
-- title: 缺少一类指标 | A type of indicator is missing
-- severity: notice
-- family: indicators
-- rests on: indicator_setting
-- method: 每个有指标的项目应有数量、质量、时效、成本、效益和满意度指标；只印类型而无内容的行不算；有缺格或错位行的项目不据此判断 | Every project
--     with indicators has some of quantity, quality, timeliness, cost, benefit and satisfaction; a row with its type only does not
--     count; projects with damaged rows are not judged
with wanted (position, type_zh, type_en) as (
    values (1, '数量指标', 'quantity'), (2, '质量指标', 'quality'), (3, '时效指标', 'timeliness'), (4, '成本指标', 'cost'),
        (5, '效益指标', 'benefit'), (6, '满意度指标', 'satisfaction')
),

present as (
    select
        p.project_id, bool_or(i.row_status <> 'as_printed') as damaged,
        list(distinct case
            when i.level1 = '成本指标' or i.level2 like '%成本指标' then '成本指标'
            when i.level1 in ('效益指标', '满意度指标') then i.level1
            else i.level2
        end) filter (where coalesce(i.level3, i.description) is not null or i.value_status not in ('blank', 'unreadable')) as types
    from indicator as i
    join project as p using (project_id)
    group by p.project_id
)

select
    p.disclosure_id, concat_ws(' ', p.project_no, p.project_name, w.type_zh) as subject,
    if(list_contains(h.types, w.type_zh), null, 'notice') as severity, null as stated, w.type_zh as expected,
    format('“{}”没有{}。', p.project_name, w.type_zh) as message_zh,
    format('"{}" has no indicator of {} ({}).', p.project_name, w.type_en, w.type_zh) as message_en,
    [p.cell_id] as stated_cells
from present as h
join project as p using (project_id)
cross join wanted as w
where h.types is not null and (list_contains(h.types, w.type_zh) or not h.damaged)
