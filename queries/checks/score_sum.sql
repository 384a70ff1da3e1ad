-- check: score_sum
-- title: 得分合计不等 | Scores do not add up
-- severity: error
-- family: self_evaluation
-- rests on: arithmetic
-- method: 每张自评表：各指标得分（及预算执行率得分）之和 = 总分；有分值列的，分值之和 = 总分值、= 一级指标所标分值 | In every form: the
--     scores of the indicators (and of the execution rate) add up to the total; where full points are printed, so do they, to
--     the form's and to each group's
-- says: “{1}”：[{2}分值][总分{3}][总分值{4}]填 {5}，各项{6}之和为 {7}，相差 {8}[（其中 {9} 项空白）][，四舍五入可以解释{notice}]。 | "{1}": [the weight of "{2}"][the
--     total score{3}][the total weight{4}] is {5}, but its parts add up to {7}; the difference is {8}[ ({9} of them blank)][, which
--     rounding explains{notice}].
with item as (
    select
        i.evaluation_id, i.level1, i.level1_weight, i.item_weight, i.score, i.row_no, i.cell_id, f.level1_cell,
        -- A blank is no fact, but a part too, so that a finding can name it. Cells are called after table, row and column (t1r12c7):
        -- that of a blank weight stands in the row of its score, in the column of the other weights.
        regexp_replace(i.cell_id, '[0-9]+$', min(f.weight_column) over (partition by i.evaluation_id)) as weight_cell
    from evaluation_item as i
    left join (
        select
            fact_id, min(cell_id) filter (where field = 'level1') as level1_cell,
            min(regexp_extract(cell_id, '[0-9]+$')) filter (where field = 'item_weight') as weight_column
        from fact_cell
        where field in ('level1', 'item_weight')
        group by fact_id
    ) as f on f.fact_id = i.evaluation_item_id
),

-- Scores are parts of the total, weights are parts of theirs and of their group's.
part as (
    select evaluation_id, '得分' as what, null as level1, score as points, cell_id, row_no, null as level1_weight, null as level1_cell from item
    union all
    select evaluation_id, '分值', unnest([null, level1]), item_weight, weight_cell, row_no, level1_weight, level1_cell from item
    union all
    select evaluation_id, '得分', null, execution_score, place['execution_score'], 0, null, null from form
    union all
    select evaluation_id, '分值', null, execution_weight, place['execution_weight'], 0, null, null from form
),

added as (
    select
        p.evaluation_id, p.what, p.level1, sum(p.points) as sum_points, count(p.points) as figures, count(*) - count(p.points) as blanks,
        string_agg(trimmed(p.points), ' + ' order by p.row_no) as terms, list(p.cell_id order by p.row_no) as cells,
        max(length(regexp_extract(c.raw_text, '\.([0-9]+)', 1))) as decimals,
        min(p.level1_weight) as level1_weight, min(p.level1_cell) as level1_cell
    from part as p
    join cell as c using (cell_id)
    group by p.evaluation_id, p.what, p.level1
    having count(p.points) > 0 and not bool_or(c.reading = 'unread')
        and (p.level1 is null or count(p.points) filter (where p.level1_cell is not null) > 0 and min(p.level1_weight) = max(p.level1_weight))
),

held as (
    select
        e.disclosure_id, e.form_name, e.project_name, a.*,
        case when a.level1 is not null then a.level1_weight when a.what = '得分' then e.score_stated else e.weight_stated end as points,
        if(a.level1 is null, e.place[if(a.what = '得分', 'score_stated', 'weight_stated')], a.level1_cell) as cell_id
    from added as a
    join form as e using (evaluation_id)
)

select
    disclosure_id,
    concat_ws(' ', form_name, level1, what) as subject,
    -- Whole points are awarded, not rounded: only sums with decimals may differ by rounding.
    case when decimals = 0 and apart <> 0 then 'error' else graded(apart, figures, 1 / power(10, decimals)) end as severity,
    stated || ' 分' as stated,
    expected || ' 分' as expected,
    terms || ' = ' || expected as arithmetic,
    [project_name, level1, if(level1 is null and what = '得分', '', null), if(level1 is null and what = '分值', '', null), stated, what, expected,
        trimmed(abs(apart)), if(blanks > 0, blanks::varchar, null)] as told,
    [cell_id] as stated_cells, cells as expected_cells
from (select *, points - sum_points as apart, trimmed(points) as stated, trimmed(sum_points) as expected from held where points is not null)
