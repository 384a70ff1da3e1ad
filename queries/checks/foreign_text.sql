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
-- says: 项目“{1}”的指标“{2}”写的是另一个项目“{3}”的名称。{4} |
--     The indicator "{2}" of project "{1}" carries the name of another project, "{3}".
-- says: 项目“{1}”的指标“{2}”（{5}）与项目“{3}”的指标完全相同，所谈事项在本项目其他地方几乎没有提到[，需人工判断{notice}]。 |
--     The indicator "{2}" ({5}) of project "{1}" is the same as one of "{3}", and hardly anything else in its own project speaks of
--     it[; to be judged by a reader{notice}].
-- says: 项目“{1}”的指标“{2}”的值是“{6}”，所谈事项本项目没有提到，而与项目“{3}”的指标“{7}”相符。{error} |
--     The value "{6}" of the indicator "{2}" speaks of something that project "{1}" does not mention; it fits the indicator "{7}" of "{3}".
-- says: 项目“{1}”的指标“{2}”的值“{6}”在别处只见于项目“{3}”的指标“{7}”，而本项目另有一个值也像是出自该项目，需人工判断。 |
--     The value "{6}" of the indicator "{2}" is printed elsewhere only for "{7}" of project "{3}", from which another value of this
--     project seems to come too; to be judged by a reader.
with printed as (
    select
        disclosure_id, project_id, project_name, subject, row_no, cell_id, level2, level3, value_raw, unit,
        regexp_matches(value_raw, '[0-9]') as has_number,
        concat_ws(' ', level3, description) as words, replace(concat_ws('|', level3, description, value_raw), ' ', '') as row_text,
        coalesce(nullif(value_text, ''), value_raw) as value_words,
        -- a form that prints number and text in one column: '≥4每年4部电教片' reads 每年4部电教片
        if(regexp_matches(value_text, '[0-9]'), value_text, value_raw) as shown
    from printed_indicator
    where level3 is not null and value_status in ('reported', 'zero')
),

-- What a project says: its heading, and its rows; beside it the common words: two characters are common where they stand in one.
project_words as (
    from (
        select
            p.project_id, any_value(concat_ws(' ', p.project_name, p.goal, p.purpose)) as heading,
            string_agg(i.words, ' ') as words, list({text: i.row_text, words: i.words}) as rows
        from project as p
        join printed as i using (project_id)
        group by p.project_id
    )
    cross join (select string_agg(word, ' ') as common from generic_word)
),

-- Rows that projects of different names share, by pairs of projects; those that share three are told by project_near_duplicate.
same_row as (
    select
        row_text, count(distinct project_name) as projects,
        list({cell_id: cell_id, project_id: project_id, project_name: project_name, words: words,
            counted: has_number and coalesce(unit, '') <> '%'}) as rows
    from printed
    group by disclosure_id, row_text
    having count(distinct project_name) > 1
),

shared as (
    select here.project_id, there.project_id as other_id, list({row_text: row_text, projects: projects, here: here, there: there}) as rows
    from (select *, unnest(rows) as there from (select *, unnest(rows) as here from same_row))
    where here.project_name <> there.project_name
    group by here.project_id, there.project_id
    having count(*) < 3
),

-- Pairs of characters that tell a row's subject, and all that its own project, and the other one, say in other rows and in the heading.
subject as (
    select
        here, there, by_two,
        list_distinct(list_filter(grams(subject_words, 2), lambda pair: not contains(pair, ' ') and not contains(common, pair))) as pairs,
        list_transform(list_filter(own_rows, lambda one: one.text <> row_text), lambda one: one.words)::varchar || own_heading as own_words,
        list_transform(list_filter(other_rows, lambda one: one.text <> row_text), lambda one: one.words)::varchar || other_heading as other_words
    from (
        select
            s.row.row_text, s.row.projects = 2 as by_two, s.row.here, s.row.there,
            regexp_replace(s.row.here.words, '[^一-龥]|[的和与及或占等为在对所各数率额全年总应已内其是否]', ' ', 'g') as subject_words,
            own.rows as own_rows, own.heading as own_heading, other.rows as other_rows, other.heading as other_heading, own.common
        from (select project_id, other_id, unnest(rows) as row from shared) as s
        join project_words as own using (project_id)
        join project_words as other on other.project_id = s.other_id
    )
),

-- How many of them the one speaks of elsewhere, and how many the other.
held as (
    select
        here, there, by_two, len(pairs) as pairs,
        len(list_filter(pairs, lambda pair: contains(own_words, pair))) as own_pairs,
        len(list_filter(pairs, lambda pair: contains(other_words, pair))) as other_pairs
    from subject
    -- What the project's own name speaks of is not foreign to it.
    where len(list_filter(pairs, lambda pair: contains(here.project_name, pair))) = 0
),

-- Three characters of a value, beside its number and unit, that stand in the name of another project's indicator and nowhere in its own project.
value_word as (
    select v.disclosure_id, v.project_id, v.cell_id, v.word
    from (
        select disclosure_id, project_id, cell_id, unit, unnest(grams(plain_words, 3)) as word
        from (select *, regexp_replace(value_words, '[^一-龥]', ' ', 'g') as plain_words from printed)
        where has_number and value_words <> level3
    ) as v
    join project_words as own using (project_id)
    where not contains(v.word, ' ') and not contains(coalesce(left(v.unit, 3), ''), v.word)
        and not contains(own.common, left(v.word, 2)) and not contains(own.common, right(v.word, 2))
        and not contains(own.heading, v.word) and not contains(own.words, v.word)
),

value_foreign as (
    select
        v.project_id, v.cell_id,
        arg_min({cell_id: a.cell_id, project_id: a.project_id, project_name: a.project_name, level3: a.level3}, a.row_no) as other
    from value_word as v
    join printed as a on a.disclosure_id = v.disclosure_id and contains(a.level3, v.word) and a.project_id <> v.project_id
    group by v.project_id, v.cell_id
),

foreign_row as (
    select
        b.cell_id, 1 as rank, 'error' as severity,
        arg_max({cell_id: a.cell_id, project_name: a.project_name, level3: null::varchar}, length(a.project_name)) as other
    from printed as b
    join project as a on a.disclosure_id = b.disclosure_id and length(a.project_name) >= 6 and contains(b.words, a.project_name)
    join project_words as own on own.project_id = b.project_id
    where not contains(own.heading, a.project_name)
    group by b.cell_id
    union all
    select
        here.cell_id, 2, if(bool_or(other_pairs >= 2 and other_pairs > 2 * own_pairs), 'error', 'notice'),
        arg_max({cell_id: there.cell_id, project_name: there.project_name, level3: null}, other_pairs)
    from held
    where own_pairs <= 0.2 * pairs
        and (other_pairs >= 2 and other_pairs > 2 * own_pairs
            -- What three projects share is a common phrase.
            or by_two and pairs >= 2 and (other_pairs > own_pairs
            -- Neither project says more of it: as many of the same things are promised twice, where rates are alike anywhere.
            or here.counted and own_pairs = 0))
    group by here.cell_id
    union all
    select cell_id, 3, 'error', {cell_id: other.cell_id, project_name: other.project_name, level3: other.level3}
    from value_foreign
    union all
    -- Beside a foreign value, what begins in words ('每月90%以上') and only the two projects have, under the same type.
    select
        b.cell_id, 4, 'warning',
        arg_min({cell_id: a.cell_id, project_name: a.project_name, level3: a.level3}, a.row_no)
            filter (where a.level2 = b.level2 and a.level3 <> b.level3) as other
    from value_foreign as v
    join printed as b using (project_id)
    join printed as a on a.disclosure_id = b.disclosure_id and a.value_raw = b.value_raw and a.project_id <> b.project_id
    where b.has_number and regexp_matches(b.value_words, '^[一-龥]{2}') and not regexp_matches(b.value_words, '^(大于|小于|不|达到|至少|控制)')
    group by b.cell_id, v.other.project_id
    having bool_and(a.project_id = v.other.project_id) and other is not null
),

-- Of several reasons the first.
told as (
    select cell_id, min(rank) as rank, arg_min(severity, rank) as severity, arg_min(other, rank) as other from foreign_row group by cell_id
)

select
    p.disclosure_id, p.subject, f.severity,
    p.level3 || ' ' || p.value_raw as stated,
    [
        p.project_name, p.level3, f.other.project_name, if(f.rank = 1, '', null), if(f.rank = 2, p.value_raw, null),
        if(f.rank >= 3, p.shown, null), f.other.level3
    ] as told,
    [p.cell_id] as stated_cells, [f.other.cell_id] as expected_cells
from printed as p
left join told as f using (cell_id)
