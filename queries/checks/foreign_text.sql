-- check: foreign_text
-- title: 指标文字或指标值属于另一个项目 | An indicator whose text or value belongs to another project
-- severity: error
-- family: indicators
-- rests on: consistency
-- method: 指标中写着另一个项目的名称；或与另一个项目的某项指标完全相同而所谈事项（两字词，通用词 generic_word 除外）本项目从未提到、那个项目却多次提到，
--     或是两个项目别处都未提到的同一数量（存疑）；
--     或指标值中数字以外的用词只见于另一个项目的指标名称；有这种值的项目，其以文字开头的值若只与那个项目同类指标的值相同，提示存疑
--     | An indicator that names another project; or that is the same as another project's, where what it
--     speaks of (pairs of characters, common words of generic_word aside) is met elsewhere in that project and nowhere in its own,
--     or, for a count, in neither (a doubt); or a
--     value with words that are met only in the name of another project's indicator; beside such a value, one that begins in words
--     and is met only in that other project's row of the same type is a doubt
with printed as (
    select
        i.disclosure_id, i.project_id, i.project_no, i.project_name, p.cell_id as project_cell, i.row_no, i.cell_id, i.level2, i.level3, i.value_raw,
        i.unit, regexp_matches(i.value_raw, '[0-9]') as has_number,
        concat_ws(' ', i.level3, i.description) as words, replace(concat_ws('|', i.level3, i.description, i.value_raw), ' ', '') as row_text,
        coalesce(nullif(i.value_text, ''), i.value_raw) as value_words,
        -- a form that prints number and text in one column: '≥4每年4部电教片' reads 每年4部电教片
        if(regexp_matches(i.value_text, '[0-9]'), i.value_text, i.value_raw) as shown
    from printed_indicator as i
    join project as p using (project_id)
    where i.level3 is not null and i.value_status in ('reported', 'zero')
),

project_words as (
    select
        p.project_id, p.cell_id, concat_ws(' ', p.project_name, p.goal, p.purpose) as heading,
        concat_ws(' ', heading, string_agg(i.words, ' ')) as words
    from project as p
    left join printed as i using (project_id)
    group by p.project_id, p.cell_id, p.project_name, p.goal, p.purpose
),

common_pair as (
    select distinct unnest(grams(word, 2)) as pair from generic_word
),

shared_row as (
    select disclosure_id, row_text, count(distinct project_name) as projects
    from printed
    group by disclosure_id, row_text
    having count(distinct project_name) > 1
),

shared as (
    select b.cell_id, b.project_id, b.project_name, a.project_id as other_id, a.cell_id as other_cell, projects,
        b.has_number and coalesce(b.unit, '') <> '%' as counted
    from printed as b
    join shared_row using (disclosure_id, row_text)
    join printed as a on a.disclosure_id = b.disclosure_id and a.row_text = b.row_text and a.project_name <> b.project_name
    -- Projects that share three rows are told by project_near_duplicate.
    qualify count(*) over (partition by b.project_id, a.project_id) < 3
),

-- Pairs of characters that tell a subject, by where they stand: in a row, or in the project's name, goal and purpose.
placed as (
    select distinct project_id, cell_id, row_text, pair
    from (
        select project_id, cell_id, row_text, unnest(grams(subject_words, 2)) as pair
        from (
            select
                project_id, cell_id, row_text,
                regexp_replace(said, '[^一-龥]|[的和与及或占等为在对所各数率额全年总应已内其是否]', ' ', 'g') as subject_words
            from (
                select project_id, cell_id, row_text, words as said from printed
                union all
                select project_id, cell_id, null, heading from project_words
            )
            where project_id in (select project_id from shared union select other_id from shared)
        )
    )
    where not contains(pair, ' ') and pair not in (from common_pair)
),

subject as (
    select project_id, pair, count(distinct coalesce(row_text, '')) as places from placed group by project_id, pair
),

-- In how many other places its own project, and the other one, speak of what the row speaks of.
held as (
    select
        s.cell_id, s.other_id, s.other_cell, s.projects, s.counted, count(*) as pairs,
        count(*) filter (where own.places > 1) as own_pairs, count(*) filter (where other.places > 1) as other_pairs
    from shared as s
    join placed as w using (cell_id)
    join subject as own on own.project_id = s.project_id and own.pair = w.pair
    join subject as other on other.project_id = s.other_id and other.pair = w.pair
    group by s.cell_id, s.other_id, s.other_cell, s.projects, s.counted
    -- What the project's own name speaks of is not foreign to it.
    having not bool_or(contains(s.project_name, w.pair))
),

copied as (
    select
        cell_id, arg_max(other_cell, other_pairs) as other_cell,
        if(bool_or(other_pairs >= 2 and other_pairs > 2 * own_pairs), 'error', 'notice') as severity
    from held
    where own_pairs <= 0.2 * pairs
        and (other_pairs >= 2 and other_pairs > 2 * own_pairs
            -- What three projects share is a common phrase.
            or projects = 2 and pairs >= 2 and (other_pairs > own_pairs
            -- Neither project says more of it: as many of the same things are promised twice, where rates are alike anywhere.
            or counted and own_pairs = 0))
    group by cell_id
),

-- Three characters of a value, beside its number and unit, that stand in the name of another project's indicator and nowhere in its own project.
value_word as (
    select distinct v.disclosure_id, v.project_id, v.cell_id, v.word
    from (
        select *, unnest(grams(plain_words, 3)) as word
        from (select *, regexp_replace(value_words, '[^一-龥]', ' ', 'g') as plain_words from printed)
        where has_number and value_words <> level3
    ) as v
    join project_words as own using (project_id)
    where not contains(v.word, ' ') and not contains(coalesce(left(v.unit, 3), ''), v.word) and not contains(own.words, v.word)
        and left(v.word, 2) not in (from common_pair) and right(v.word, 2) not in (from common_pair)
),

name_word as (
    select disclosure_id, project_id, word, arg_min(cell_id, row_no) as cell_id, min(row_no) as row_no
    from (select disclosure_id, project_id, cell_id, row_no, unnest(grams(level3, 3)) as word from printed)
    group by all
),

value_foreign as (
    select v.cell_id, arg_min(a.cell_id, a.row_no) as other_cell
    from value_word as v
    join name_word as a on a.disclosure_id = v.disclosure_id and a.word = v.word and a.project_id <> v.project_id
    group by v.cell_id
),

value_pair as (
    select distinct b.disclosure_id, b.project_id, a.project_id as other_id
    from value_foreign as v
    join printed as b using (cell_id)
    join printed as a on a.cell_id = v.other_cell
),

-- Beside a foreign value, what begins in words ('每月90%以上') and only the two projects have, under the same type.
value_beside as (
    select b.cell_id, arg_min(a.cell_id, a.row_no) as other_cell
    from value_pair as p
    join printed as b using (project_id)
    join printed as a on a.project_id = p.other_id and a.level2 = b.level2 and a.value_raw = b.value_raw and a.level3 <> b.level3
    join (
        select disclosure_id, value_raw
        from printed
        where disclosure_id in (select disclosure_id from value_pair)
        group by disclosure_id, value_raw
        having count(distinct project_id) = 2
    ) as common on common.disclosure_id = b.disclosure_id and common.value_raw = b.value_raw
    where b.has_number and regexp_matches(b.value_words, '^[一-龥]{2}') and not regexp_matches(b.value_words, '^(大于|小于|不|达到|至少|控制)')
    group by b.cell_id
),

named as (
    select b.cell_id, arg_max(a.cell_id, length(a.project_name)) as other_cell
    from printed as b
    join project as a
        on a.disclosure_id = b.disclosure_id and a.project_name <> b.project_name and length(a.project_name) >= 6
        and contains(b.words, a.project_name) and not contains(b.project_name, a.project_name)
    join project_words as own on own.project_id = b.project_id and not contains(own.heading, a.project_name)
    group by b.cell_id
),

judged as (
    select
        b.*, coalesce(n.other_cell, c.other_cell, v.other_cell, w.other_cell) as other_cell,
        c.severity as copied_severity,
        case
            when n.other_cell is not null then 'named'
            when c.other_cell is not null then 'copied'
            when v.other_cell is not null then 'value'
            when w.other_cell is not null then 'beside'
        end as reason
    from printed as b
    left join named as n using (cell_id)
    left join copied as c on c.cell_id = b.cell_id
    left join value_foreign as v on v.cell_id = b.cell_id
    left join value_beside as w on w.cell_id = b.cell_id
)

select
    j.disclosure_id,
    concat_ws(' ', j.project_no, j.project_name, j.level2, j.level3) as subject,
    case when reason = 'copied' then copied_severity when reason = 'beside' then 'warning' when reason is not null then 'error' end as severity,
    format('{} {}', j.level3, j.value_raw) as stated,
    null as expected,
    case reason
        when 'named' then format('项目“{}”的指标“{}”写的是另一个项目“{}”的名称。', j.project_name, j.level3, o.project_name)
        when 'copied' then format('项目“{}”的指标“{}”（{}）与项目“{}”的指标完全相同，所谈事项在本项目其他地方几乎没有提到{}。',
            j.project_name, j.level3, j.value_raw, o.project_name, if(j.copied_severity = 'notice', '，需人工判断', ''))
        when 'value' then format('项目“{}”的指标“{}”的值是“{}”，所谈事项本项目没有提到，而与项目“{}”的指标“{}”相符。',
            j.project_name, j.level3, j.shown, o.project_name, o.level3)
        else format('项目“{}”的指标“{}”的值“{}”在别处只见于项目“{}”的指标“{}”，而本项目另有一个值也像是出自该项目，需人工判断。',
            j.project_name, j.level3, j.shown, o.project_name, o.level3)
    end as message_zh,
    case reason
        when 'named' then format('The indicator "{}" of project "{}" carries the name of another project, "{}".',
            j.level3, j.project_name, o.project_name)
        when 'copied' then format(
            'The indicator "{}" ({}) of project "{}" is the same as one of "{}", and hardly anything else in its own project speaks of it{}.',
            j.level3, j.value_raw, j.project_name, o.project_name, if(j.copied_severity = 'notice', '; to be judged by a reader', ''))
        when 'value' then format(
            'The value "{}" of the indicator "{}" speaks of something that project "{}" does not mention; it fits the indicator "{}" of "{}".',
            j.shown, j.level3, j.project_name, o.level3, o.project_name)
        else format('The value "{}" of the indicator "{}" is printed elsewhere only for "{}" of project "{}", from which another value of this '
            'project seems to come too; to be judged by a reader.', j.shown, j.level3, o.level3, o.project_name)
    end as message_en,
    [j.cell_id] as stated_cells, if(reason is null, [], [j.other_cell]) as expected_cells
from judged as j
left join (
    select cell_id, project_name, level3 from printed union select cell_id, project_name, null from project
) as o on o.cell_id = j.other_cell
