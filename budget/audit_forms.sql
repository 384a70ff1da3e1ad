-- Tables that checks may read beside those of schema.sql: self-evaluation forms. Run once per batch. Unit: yuan.

-- One row per self-evaluation form, with its project, the unit of its money, and where each field stands (place['score_stated'] → cell).
create or replace table form as
select
    e.*, p.disclosure_id, p.project_no, p.project_name, concat_ws(' ', p.project_no, p.project_name) as form_name,
    c.table_no, coalesce(t.unit, '元') as unit, f.place
from evaluation as e
join project as p using (project_id)
join cell as c on c.cell_id = e.cell_id
left join document_table as t on t.disclosure_id = p.disclosure_id and t.table_no = c.table_no
left join (
    select fact_id, map(list(field), list(cell_id)) as place
    from (
        select fact_id, field, min(cell_id) as cell_id from fact_cell
        where fact_id in (select evaluation_id from evaluation) group by all
    )
    group by fact_id
) as f on f.fact_id = e.evaluation_id;

-- One row per scored indicator of a self-evaluation form, target and result read as numbers.
-- kind: percent, count, money, time, state (words only); reached: null where the two cannot be compared; full_marks: by the
-- weight of the indicator, else of its group, else of the form.
create or replace table scored as
with said as (
    select
        evaluation_item_id, side, raw,
        regexp_replace(regexp_replace(regexp_replace(
            replace(replace(replace(replace(raw, '\geq', '≥'), '\leq', '≤'), '％', '%'), '：', ':'),
            '[$\\ ]', '', 'g'), '([0-9]),([0-9]{3})', '\1\2', 'g'), '(19|20)[0-9]{2}年度?', '', 'g') as text
    from (
        select evaluation_item_id, 'target' as side, target_raw as raw from evaluation_item
        union all
        select evaluation_item_id, 'actual', actual_raw from evaluation_item
    )
    where raw is not null
),
kinds as (
    select
        *,
        regexp_extract_all(text, '[0-9]+(?:\.[0-9]+)?') as numbers,
        regexp_extract(text, '[0-9]+(?:\.[0-9]+)?(万|亿)?', 1) as tens,
        regexp_extract(text, '[0-9]+(?:\.[0-9]+)?(?:万|亿)?([^0-9.,，。；;、以及内(（不左之]*)', 1) as unit,
        regexp_matches(text, '^[^0-9]*[0-9]+(\.[0-9]+)?$') and not regexp_matches(text, '人数|次数|场次|数量|人次|份数|个数') as bare,
        list_filter([
            if(regexp_matches(text, '%|百分之'), 'percent', null),
            if(regexp_matches(text, '[0-9](万|亿)?元'), 'money', null),
            if(regexp_matches(text, '[0-9]个?(工作)?(日|天|小时|分钟|月|年|季度|周)|(19|20)[0-9]{2}[-./][0-9]|年底|年末|月底|月末|季度末'), 'time', null),
            if(regexp_matches(regexp_replace(text,
                '[0-9.]+(%|(万|亿)?元|个?(工作)?(日|天|小时|分钟|月|年|季度|周))|百分之|(19|20)[0-9]{2}[-./][-./0-9]+', '', 'g'),
                '[0-9]|[一二三四五六七八九十百千两](人|次|名|个|场|份|期|批|项|家|户|辆|套|部|篇|条|台|座|处|件)'), 'count', null)
        ], lambda kind: kind is not null) as kinds
    from said
    where text <> '' and not regexp_matches(text, '[0-9][/:比][0-9]|^[-—–/无]+$')
),
measured as (
    select
        *, if(len(kinds) = 0, 'state', kinds[1]) as kind,
        if(len(numbers) = 1 and len(kinds) <= 1,
            try_cast(numbers[1] as decimal(24, 6)) * case tens when '万' then 10000 when '亿' then 100000000 else 1 end, null) as number,
        case
            when regexp_matches(text, '≤|<|＜|不超过|不高于|不大于|不多于|以内|以下|控制在') then '≤'
            when regexp_matches(text, '≥|>|＞|不少于|不低于|不小于|以上|至少|达到|大于|超过') then '≥'
            when regexp_matches(text, '低于|少于|小于') then '≤'
            else '='
        end as operator
    from kinds
),
compared as (
    select
        i.*, e.disclosure_id, e.project_no, e.project_name, e.form_name, e.score_stated, e.weight_stated, e.place as form_place,
        coalesce(i.level3, i.level2, i.level1) as item_name,
        t.kind as target_kind, a.kind as actual_kind, t.kinds as target_kinds, a.kinds as actual_kinds, t.operator,
        t.bare or a.bare as bare, t.number as target_number,
        if(t.kind = 'percent' and a.bare and a.number <= 1, a.number * 100, a.number) as actual_number,
        t.number is not null and a.number is not null
            and (t.kind = a.kind and (t.unit = a.unit or t.bare or a.bare)
                or (t.bare or a.bare) and 'time' not in (t.kind, a.kind)) as comparable,
        sum(i.score) over (partition by i.evaluation_id, i.level1) as group_score
    from evaluation_item as i
    join form as e using (evaluation_id)
    left join measured as t on t.evaluation_item_id = i.evaluation_item_id and t.side = 'target'
    left join measured as a on a.evaluation_item_id = i.evaluation_item_id and a.side = 'actual'
)
select
    c.*, f.target_cell, f.actual_cell,
    case
        when not comparable then null
        when operator = '≥' then actual_number >= target_number
        when operator = '≤' then actual_number <= target_number
        when regexp_matches(coalesce(level2, '') || item_name, '差错|错误|投诉|事故|成本|费用|时间|下降|减少|失误|死亡|发病|损失') then null
        else actual_number >= target_number
    end as reached,
    case
        when item_weight is not null then score >= item_weight
        when level1_weight is not null then group_score >= level1_weight
        else score_stated >= 100
    end as full_marks
from compared as c
left join (
    select fact_id, min(cell_id) filter (where field = 'target') as target_cell, min(cell_id) filter (where field = 'actual') as actual_cell
    from fact_cell where field in ('target', 'actual') group by fact_id
) as f on f.fact_id = c.evaluation_item_id;
