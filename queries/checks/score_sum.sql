-- check: score_sum
-- title: 得分合计不等 | Scores do not add up
-- severity: error
-- family: self_evaluation
-- rests on: arithmetic
-- method: 每张自评表：各指标得分（及预算执行率得分）之和 = 总分；有分值列的，分值之和 = 总分值、= 一级指标所标分值 | In every form: the
--     scores of the indicators (and of the execution rate) add up to the total; where full points are printed, so do they, to
--     the form's and to each group's
with weight_column as (
    select i.evaluation_id, min(c.column_no) as column_no
    from evaluation_item as i
    join fact_cell as f on f.fact_id = i.evaluation_item_id and f.field = 'item_weight'
    join cell as c on c.cell_id = f.cell_id
    group by i.evaluation_id
),

-- Blanks are parts too, so that a finding can name them; that of a weight stands in the row of its score.
part as (
    select evaluation_id, level1, '得分' as what, score as points, cell_id, row_no from evaluation_item
    union all
    select i.evaluation_id, i.level1, '分值', i.item_weight, w.cell_id, i.row_no
    from evaluation_item as i
    join weight_column as o using (evaluation_id)
    join cell as c on c.cell_id = i.cell_id
    join cell as w on w.disclosure_id = c.disclosure_id and w.table_no = c.table_no and w.row_no = c.row_no and w.column_no = o.column_no
    union all
    select evaluation_id, null, '得分', execution_score, place['execution_score'], 0 from form where place['execution_score'] is not null
    union all
    select evaluation_id, null, '分值', execution_weight, place['execution_weight'], 0 from form where place['execution_weight'] is not null
),

whole as (
    select evaluation_id, disclosure_id, form_name, project_name, '得分' as what, null as level1,
        score_stated as points, place['score_stated'] as cell_id
    from form where score_stated is not null
    union all
    select evaluation_id, disclosure_id, form_name, project_name, '分值', null, weight_stated, place['weight_stated']
    from form where weight_stated is not null
    union all
    select i.evaluation_id, any_value(e.disclosure_id), any_value(e.form_name), any_value(e.project_name), '分值', i.level1,
        any_value(i.level1_weight), min(f.cell_id)
    from evaluation_item as i
    join form as e using (evaluation_id)
    join fact_cell as f on f.fact_id = i.evaluation_item_id and f.field = 'level1'
    where i.level1_weight is not null
    group by i.evaluation_id, i.level1
    having count(distinct i.level1_weight) = 1 and count(i.item_weight) > 0
),

added as (
    select
        w.*, sum(p.points) as sum_points, count(p.points) as figures, count(*) - count(p.points) as blanks,
        string_agg(trimmed(p.points), ' + ' order by p.row_no) filter (where p.points is not null) as terms,
        list(p.cell_id order by p.row_no) as cells, bool_or(c.reading = 'unread') as unread,
        max(length(regexp_extract(c.raw_text, '\.([0-9]+)', 1))) as decimals
    from whole as w
    join part as p on p.evaluation_id = w.evaluation_id and p.what = w.what and (w.level1 is null or p.level1 = w.level1)
    join cell as c on c.cell_id = p.cell_id
    group by all
)

select
    disclosure_id,
    concat_ws(' ', form_name, level1, what) as subject,
    -- Whole points are awarded, not rounded: only sums with decimals may differ by rounding.
    case when decimals = 0 and points <> sum_points then 'error' else graded(points - sum_points, figures, 1 / power(10, decimals)) end as severity,
    trimmed(points) || ' 分' as stated,
    trimmed(sum_points) || ' 分' as expected,
    terms || ' = ' || trimmed(sum_points) as arithmetic,
    format('“{}”：{}填 {}，各项{}之和为 {}，相差 {}{}{}。', project_name, coalesce(level1 || '分值', if(what = '得分', '总分', '总分值')), trimmed(points), what,
        trimmed(sum_points), trimmed(abs(points - sum_points)), if(blanks > 0, format('（其中 {} 项空白）', blanks), ''),
        if(severity = 'notice', '，四舍五入可以解释', '')) as message_zh,
    format('"{}": {} is {}, but its parts add up to {}; the difference is {}{}{}.', project_name,
        case when level1 is not null then 'the weight of "' || level1 || '"' when what = '得分' then 'the total score' else 'the total weight' end,
        trimmed(points), trimmed(sum_points), trimmed(abs(points - sum_points)), if(blanks > 0, format(' ({} of them blank)', blanks), ''),
        if(severity = 'notice', ', which rounding explains', '')) as message_en,
    [cell_id] as stated_cells, cells as expected_cells
from added
where figures > 0 and not unread
