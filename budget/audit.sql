-- What every check may read beside the tables of schema.sql, and where its rows go. Run once per batch of disclosures,
-- in which the tables hold those disclosures only. Unit: yuan.

-- One row per thing that a check has tested, whether it holds or not. A check gives what it has, by name; the rest is null.
create or replace table tested (
    check_id varchar not null,
    disclosure_id varchar not null,
    subject varchar not null,          -- what was tested, in the document's own words; the same over rebuilds
    severity varchar check (severity in ('error', 'warning', 'notice', 'info')),  -- null: it holds
    -- What is compared: sums of money in yuan, with the unit they are shown in, from which the rest follows; or text.
    stated_yuan decimal(18, 2),        -- what the document says; null with a unit: blank, shown as —
    expected_yuan decimal(18, 2),      -- what it would have to say; null where that cannot be known
    unit varchar,
    terms varchar,                     -- how that was reached: '61.20 + 38.80'
    stated varchar,
    expected varchar,
    difference_yuan decimal(18, 2),    -- stated − expected, exact
    arithmetic varchar,                -- '61.20 + 38.80 = 100.00'; makes the row a tie 勾稽
    told varchar[],                    -- what the sentences of its header speak of as {1}, {2} …, for a row that does not hold
    stated_cells varchar[] not null,   -- the cells whose claim is tested, the first being the place of the finding
    expected_cells varchar[],          -- the cells it is held against
    message_zh varchar, message_en varchar
);

-- Money as text, in the unit it was printed in ('8198.64 万元'). An argument is named once: a macro is bound anew wherever
-- it is used, and much of a check's time would go there.
create or replace macro trimmed(number) as regexp_replace(number::varchar, '\.0*$|(\.[0-9]*[1-9])0+$', '\1');
create or replace macro plain_money(yuan, unit) as rtrim(rtrim(
    (yuan::decimal(24, 2) * case unit when '亿元' then 0.00000001 when '万元' then 0.0001 else 1.0 end)::varchar, '0'), '.');
create or replace macro money(yuan, unit) as plain_money(yuan, unit) || ' ' || unit;

-- null when equal; 'notice' when a sum of so many figures, each rounded at that place, may differ by as much; else 'error'.
create or replace macro graded(difference, figures, place) as case
    when difference = 0 then null
    when abs(difference) <= figures * place / 2 then 'notice'
    else 'error'
end;

-- Every run of so many characters of a text, in order: grams('工作经费', 2) = 工作, 作经, 经费.
create or replace macro grams(words, long) as list_transform(range(1, length(words) - long + 2), lambda n: substr(words, n, long));

-- Sums of money as printed (nothing derived), with where they stand and in what words.
-- copy_no: 1 for the first table of its kind in the document, 2 for the next (a document may repeat them for each unit).
-- place: the finest place printed in that table, or in the sentences of that unit, in yuan.
create or replace table figure as
select
    a.*, d.kind, d.fiscal_year as document_year, c.table_no, c.row_no, c.column_no, c.line_start, c.column_header,
    if(a.basis = 'prose', 1, dense_rank() over (partition by a.disclosure_id, a.table_code, a.basis order by c.table_no)) as copy_no,
    min(place_of(a.amount_raw, a.unit)) over (partition by a.disclosure_id, a.basis, c.table_no, a.unit) as place,
    coalesce(m.zh, a.measure) as measure_zh, coalesce(m.en, a.measure) as measure_en,
    if(a.basis = 'prose', '正文', coalesce(t.name, k.zh, a.table_code)) as table_zh,
    if(a.basis = 'prose', 'the text', coalesce(t.name_en, k.en, a.table_code)) as table_en
from amount as a
join disclosure as d using (disclosure_id)
join cell as c using (cell_id)
left join word as m on m.code = a.measure
left join statutory_table as t on t.section_code = 'table_' || a.table_code
left join word as k on k.code = a.table_code
where a.basis <> 'derived';

-- One row per figure of which other columns of its row are the parts (list row_parts): what these come to.
create or replace table row_sum as
with placed as (
    select f.*, coalesce(r.path, '') as path
    from figure as f
    join row_parts as r using (table_code, measure)
),

-- What a column is part of is the longest path printed in that row that its own begins with.
parent as (
    select c.amount_id, arg_max(p.amount_id, len(p.path)) as parent_id
    from placed as c
    join placed as p
        on p.disclosure_id = c.disclosure_id and p.table_no = c.table_no and p.row_no = c.row_no and p.side = c.side
        and len(p.path) < len(c.path) and starts_with(c.path, p.path)
    group by c.amount_id
)

select
    p.parent_id, coalesce(sum(c.amount_yuan), 0) as sum_yuan, count(c.amount_yuan) as figures,
    count(*) filter (where c.value_status = 'blank') as blanks, bool_and(c.value_status in ('reported', 'zero', 'blank')) as known,
    string_agg(plain_money(c.amount_yuan, c.unit), ' + ' order by c.column_no) filter (where c.amount_yuan is not null) as terms,
    list(c.cell_id order by c.column_no) as cells
from parent as p
join placed as c using (amount_id)
group by p.parent_id;

-- One row per indicator whose row stands as printed, with its project. name: what it is called, or else of what type it is;
-- shown: the value as it reads, where a form prints number and text without a gap ('≥9595%及以上' reads ≥95%).
create or replace table printed_indicator as
select
    i.*, p.disclosure_id, p.project_no, p.project_name, coalesce(i.level3, i.description, i.level2) as name,
    coalesce(
        case when length(i.value_text) < length(trim(i.value_raw)) then coalesce(i.operator, '') || trimmed(i.value_number) || i.unit end, i.value_raw
    ) as shown
from indicator as i
join project as p using (project_id)
where i.row_status = 'as_printed';

-- What indicators with a name and a value speak of (lists content_word, content_class): the first class, by rank, of which a word
-- or unit is there, if any. times_printed: 1, or more where the row repeats another of its project.
create or replace table indicator_content as
select i.*, row_number() over (partition by i.project_id, i.level3, i.value_raw order by i.row_no) as times_printed, c.class
from printed_indicator as i
left join (
    select i.indicator_id, arg_min(c.class, c.rank::integer) as class
    from printed_indicator as i
    join content_word as w
        on case w.place
            when 'unit' then i.unit = w.word
            when 'ending' then ends_with(i.level3, w.word)
            when 'value' then contains(coalesce(i.value_text, i.value_raw), w.word)
            else contains(i.level3, w.word)
        end
    join content_class as c using (class)
    group by i.indicator_id
) as c using (indicator_id)
where i.level2 is not null and i.level3 is not null and i.value_status in ('reported', 'zero');

-- One row per project with targets, and what these say. bare_name: its name less years, document numbers and words of grants;
-- years: those of its plans and deadlines; said: its rows, less years.
create or replace table project_said as
select
    p.disclosure_id, p.project_id, p.project_no, p.project_name, p.budget_yuan, p.cell_id,
    regexp_replace(p.goal, '\s', '', 'g') as goal,
    regexp_replace(p.project_name,
        '[(（]?[一-龥]{2,6}[\[【〔(（][0-9]{4}[\]】〕)）][0-9]+号[)）]?|20[0-9]{2}(年度|年)?|上年结转|提前下达|关于|[ “”"]', '', 'g') as bare_name,
    -- Years of plans and deadlines, not those of document numbers; a value of 2018 人 or 20000 株 is no year.
    list_sort(list_distinct(regexp_extract_all(
        regexp_replace(
            string_agg(concat_ws(' ', p.project_name, i.basis_text, regexp_extract(i.value_raw, '\b20[0-9]{2} ?年')), ' '),
            '[\[【〔(（]20[0-9]{2}[\]】〕)）]', '', 'g'),
        '\b20[0-9]{2}\b'))) as years,
    list_distinct(list(concat_ws('|', i.level3, i.description, regexp_replace(i.value_raw, '\b20[0-9]{2} ?年', '', 'g')))) as said
from project as p
join indicator as i on i.project_id = p.project_id and i.value_status in ('reported', 'zero', 'blank')
group by p.disclosure_id, p.project_id, p.project_no, p.project_name, p.budget_yuan, p.cell_id, p.goal;

-- One row per project of the procurement table that prints the project's money: what its purchases come to.
create or replace table purchase as
select
    q.disclosure_id, coalesce(q.project_name, '') as project_name, q.project_yuan, any_value(t.unit) as unit, sum(q.amount_yuan) as amount_yuan,
    count(*) as figures, string_agg(plain_money(q.amount_yuan, t.unit), ' + ' order by q.row_no) as terms,
    list(q.cell_id order by q.row_no) as cells, list(w.cell_id order by q.row_no) as project_cells
from procurement_item as q
join cell as c using (cell_id)
join document_table as t on t.disclosure_id = q.disclosure_id and t.table_no = c.table_no
join fact_cell as w on w.fact_id = q.procurement_item_id and w.field = 'project_yuan'
where q.project_yuan is not null and q.amount_yuan is not null
group by q.disclosure_id, coalesce(q.project_name, ''), q.project_yuan;

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
