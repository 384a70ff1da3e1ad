-- check: score_total_blank
-- title: 没有总分 | No total score
-- severity: error
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 有得分的自评表应当填写总分 | A form whose indicators have scores gives their total
with added as (
    select evaluation_id, sum(score) as points, list(cell_id order by row_no) as cells
    from evaluation_item where score is not null group by evaluation_id
),

-- A total left blank is no fact, but its label is printed.
label as (
    select disclosure_id, table_no, min(cell_id) as cell_id from cell
    where table_no > 0 and regexp_matches(raw_text, '^总\s*分') group by all
)

select
    e.disclosure_id,
    e.form_name || ' 总分' as subject,
    case e.score_status when 'blank' then 'error' when 'not_disclosed' then 'warning' end as severity,
    case e.score_status when 'blank' then '空白' when 'not_disclosed' then '无此栏' else trimmed(e.score_stated) || ' 分' end as stated,
    trimmed(a.points) || ' 分' as expected,
    format('“{}”的自评表{}，各项得分之和为 {}。', e.project_name, if(e.score_status = 'blank', '总分一栏空白', '没有总分一栏'), trimmed(a.points)) as message_zh,
    format('The form of "{}" {}; its scores add up to {}.', e.project_name,
        if(e.score_status = 'blank', 'leaves the total score blank', 'has no place for a total score'), trimmed(a.points)) as message_en,
    [coalesce(e.place['score_stated'], l.cell_id, e.cell_id)] as stated_cells, a.cells as expected_cells
from form as e
join added as a using (evaluation_id)
left join label as l on l.disclosure_id = e.disclosure_id and l.table_no = e.table_no
where e.score_status in ('reported', 'zero', 'blank', 'not_disclosed')
