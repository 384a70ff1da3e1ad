-- check: score_total_blank
-- title: 没有总分 | No total score
-- severity: error
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 有得分的自评表应当填写总分；各指标标有分值的，还应填写总分值 | A form whose indicators have scores gives their total, and one that
--     prints the full points of each gives theirs
with added as (
    select evaluation_id, sum(score) as points, list(cell_id order by row_no) as cells
    from evaluation_item where score is not null group by evaluation_id
),

-- A total left blank is no fact: its cell stands in the row of its label, in the column of the parts.
label as (
    select disclosure_id, table_no, min(row_no) as row_no, arg_min(cell_id, (row_no, column_no)) as cell_id from cell
    where table_no > 0 and regexp_matches(raw_text, '^总\s*分')
    group by disclosure_id, table_no
),

blank_total as (
    select p.evaluation_id, p.field, p.points, list(b.cell_id order by b.column_no) as cells
    from (
        select
            i.evaluation_id, f.field, any_value(c.disclosure_id) as disclosure_id, any_value(c.table_no) as table_no,
            sum(if(f.field = 'score', i.score, i.item_weight)) as points, min(c.column_no) as first_no, max(c.column_no) as last_no
        from evaluation_item as i
        join fact_cell as f on f.fact_id = i.evaluation_item_id and f.field in ('score', 'item_weight')
        join cell as c on c.cell_id = f.cell_id
        group by i.evaluation_id, f.field
    ) as p
    join label as l on l.disclosure_id = p.disclosure_id and l.table_no = p.table_no
    -- A total may be printed behind the column of the scores, as the row of totals has fewer cells.
    join cell as b
        on b.disclosure_id = l.disclosure_id and b.table_no = l.table_no and b.row_no = l.row_no and b.column_no >= p.first_no
        and (p.field = 'score' or b.column_no <= p.last_no) and b.reading = 'blank'
    group by p.evaluation_id, p.field, p.points
)

select
    e.disclosure_id,
    e.form_name || ' 总分' as subject,
    case e.score_status when 'blank' then 'error' when 'not_disclosed' then 'warning' end as severity,
    case e.score_status when 'blank' then '空白' when 'not_disclosed' then '无此栏' else trimmed(e.score_stated) || ' 分' end as stated,
    trimmed(a.points + coalesce(e.execution_score, 0)) || ' 分' as expected,
    format('“{}”的自评表{}，各项得分之和为 {}。', e.project_name, if(e.score_status = 'blank', '总分一栏空白', '没有总分一栏'), expected) as message_zh,
    format('The form of "{}" {}; its scores add up to {}.', e.project_name,
        if(e.score_status = 'blank', 'leaves the total score blank', 'has no place for a total score'), rtrim(expected, ' 分')) as message_en,
    if(e.place['score_stated'] is null, coalesce(b.cells, [coalesce(l.cell_id, e.cell_id)]), [e.place['score_stated']]) as stated_cells,
    a.cells as expected_cells
from form as e
join added as a using (evaluation_id)
left join label as l on l.disclosure_id = e.disclosure_id and l.table_no = e.table_no
left join blank_total as b on b.evaluation_id = e.evaluation_id and b.field = 'score'
where e.score_status in ('reported', 'zero', 'blank', 'not_disclosed')
union all by name
select
    e.disclosure_id,
    e.form_name || ' 总分值' as subject,
    'notice' as severity,
    '空白' as stated,
    trimmed(b.points + coalesce(e.execution_weight, 0)) || ' 分' as expected,
    format('“{}”的自评表总分值空白，各项分值之和为 {}。', e.project_name, expected) as message_zh,
    format('The form of "{}" leaves the total weight blank; its weights add up to {}.', e.project_name, rtrim(expected, ' 分')) as message_en,
    b.cells as stated_cells, null as expected_cells
from form as e
join blank_total as b on b.evaluation_id = e.evaluation_id and b.field = 'item_weight'
where e.weight_stated is null
