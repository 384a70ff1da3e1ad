-- check: score_total_blank
-- title: 没有总分 | No total score
-- severity: error
-- family: self_evaluation
-- rests on: project_evaluation
-- method: 有得分的自评表应当填写总分；各指标标有分值的，还应填写总分值 | A form whose indicators have scores gives their total, and one that
--     prints the full points of each gives theirs
-- says: “{1}”的自评表[总分一栏空白{2}][没有总分一栏{3}]，各项得分之和为 {4} 分。 | The form of "{1}" [leaves the total score blank{2}][has no place for a total
--     score{3}]; its scores add up to {4}.
-- says: “{1}”的自评表总分值空白，各项分值之和为 {5} 分。 | The form of "{1}" leaves the total weight blank; its weights add up to {5}.
with printed as (
    select
        i.evaluation_id, sum(i.score) as score, sum(i.item_weight) as weight,
        list(i.cell_id order by i.row_no) filter (where i.score is not null) as cells,
        min(c.column_no) as score_column, min(w.column_no) as first_column, max(w.column_no) as last_column
    from evaluation_item as i
    join cell as c using (cell_id)
    left join fact_cell as f on f.fact_id = i.evaluation_item_id and f.field = 'item_weight'
    left join cell as w on w.cell_id = f.cell_id
    group by i.evaluation_id
),

-- A total left blank is no fact: its cell stands in the row of its label, in the column of the parts.
label as (
    select disclosure_id, table_no, min(row_no) as row_no, arg_min(cell_id, (row_no, column_no)) as cell_id from cell
    where table_no > 0 and regexp_matches(raw_text, '^总\s*分')
    group by disclosure_id, table_no
),

total_row as (
    select l.disclosure_id, l.table_no, l.cell_id, list({'id': b.cell_id, 'column_no': b.column_no} order by b.column_no) as blanks
    from label as l
    left join cell as b on b.disclosure_id = l.disclosure_id and b.table_no = l.table_no and b.row_no = l.row_no and b.reading = 'blank'
    group by l.disclosure_id, l.table_no, l.cell_id
),

held as (
    select
        e.disclosure_id, e.form_name, e.project_name, e.score_status, e.score_stated, e.weight_stated is null as weight_open,
        e.place['score_stated'] as score_cell, coalesce(t.cell_id, e.cell_id) as label_cell, p.cells,
        trimmed(p.score + coalesce(e.execution_score, 0)) as score, trimmed(p.weight + coalesce(e.execution_weight, 0)) as weight,
        -- A total may be printed behind the column of the scores, as the row of totals has fewer cells.
        list_transform(list_filter(t.blanks, lambda one: one.column_no >= p.score_column), lambda one: one.id) as score_cells,
        list_transform(list_filter(t.blanks, lambda one: one.column_no between p.first_column and p.last_column), lambda one: one.id) as weight_cells
    from printed as p
    join form as e using (evaluation_id)
    left join total_row as t on t.disclosure_id = e.disclosure_id and t.table_no = e.table_no
)

select
    disclosure_id,
    form_name || ' 总分' as subject,
    case score_status when 'blank' then 'error' when 'not_disclosed' then 'warning' end as severity,
    if(score_status = 'blank', '空白', '无此栏') as stated,
    score || ' 分' as expected,
    [project_name, if(score_status = 'blank', '', null), if(score_status = 'blank', null, ''), score] as told,
    if(score_cell is not null, [score_cell], if(len(score_cells) > 0, score_cells, [label_cell])) as stated_cells,
    cells as expected_cells
from held
where cells is not null and score_status <> 'unreadable'
union all
select disclosure_id, form_name || ' 总分值', 'notice', '空白', weight || ' 分', [project_name, null, null, null, weight], weight_cells, null
from held
where weight_open and len(weight_cells) > 0
