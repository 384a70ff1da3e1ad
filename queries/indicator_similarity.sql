-- Which projects say much the same: within one disclosure, in other departments, or in other years of the same department?
-- Reads project, indicator, indicator_quality (words_hash: name and description of an indicator without digits), named_disclosure, disclosure,
-- fact_cell, indicator_type. Alike: of all pairs of neighbouring characters in the two texts (name, goal, names and descriptions of the indicators;
-- digits, punctuation and white space left out) the share that both have, 1 for the same text. Values are not compared.

-- name: pairs
-- Pairs of projects that are alike by `least` or more, the most alike first, at most `most` of all_pairs. among: within (the disclosure
-- itself), others (other departments), years (other disclosures of its department). Texts are held against each other in a bounded
-- number only: within a disclosure all of its projects, where it has more than 80 those that share the name or an indicator; beyond
-- it the 300 pairs that share most. shared: the indicators whose names and descriptions are the same.
-- parameters: disclosure, among, least, most
-- grain: one row per pair of projects (project_id, other_id)
-- columns: project_id, project_no, project_name, cell_id, other_id, other_no, other_name, other_cell_id, other_label, alike_share, shared, all_pairs
with own as (
    select p.project_id, p.project_no, p.project_name, d.department_id, d.disclosure_id
    from project as p
    join disclosure as d using (disclosure_id)
    where p.disclosure_id = $disclosure::varchar and p.project_id in (
        select project_id from indicator_quality where disclosure_id = $disclosure::varchar)
),

few as (select count(*) <= 80 as all_pairs_fit from own),

mine as (
    select distinct q.project_id, q.words_hash
    from indicator_quality as q
    where q.disclosure_id = $disclosure::varchar and q.words_hash is not null
),

-- The disclosures that may have another like it: a filter of its own for each case, which the tables can be read by.
elsewhere as (
    select q.project_id, q.words_hash
    from indicator_quality as q
    where $among::varchar = 'within' and q.disclosure_id = $disclosure::varchar
    union all
    select q.project_id, q.words_hash
    from indicator_quality as q
    where $among::varchar = 'years' and q.disclosure_id <> $disclosure::varchar
        and q.department_id = (select department_id from disclosure where disclosure_id = $disclosure::varchar)
    union all
    select q.project_id, q.words_hash
    from indicator_quality as q
    where $among::varchar = 'others'
        and q.department_id <> (select department_id from disclosure where disclosure_id = $disclosure::varchar)
),

-- What others share with a project: indicators, or its name.
meeting as (
    select m.project_id, q.project_id as other_id, count(distinct q.words_hash) as shared
    from mine as m
    join elsewhere as q using (words_hash)
    where q.project_id <> m.project_id
    group by m.project_id, q.project_id
    union all
    select o.project_id, p.project_id, 0
    from own as o
    join project as p using (project_name)
    join disclosure as d on d.disclosure_id = p.disclosure_id
    where $among::varchar <> 'within' and p.disclosure_id <> o.disclosure_id
        and (d.department_id = o.department_id) = ($among::varchar = 'years')
        and p.project_id in (select project_id from elsewhere)
    union all
    select a.project_id, b.project_id, 0
    from own as a
    join own as b on b.project_id <> a.project_id
    cross join few
    where $among::varchar = 'within' and (few.all_pairs_fit or a.project_name = b.project_name)
),

met as (
    select m.project_id, m.other_id, max(m.shared)::integer as shared
    from meeting as m
    join own as a using (project_id)
    left join own as b on b.project_id = m.other_id
    where b.project_id is null or (a.project_no, a.project_id) < (b.project_no, b.project_id)
    group by m.project_id, m.other_id
),

bounded as (
    select * from met
    order by shared desc, other_id, project_id
    limit if($among::varchar = 'within', 4000, 300)
),

wanted as (select project_id from bounded union select other_id from bounded),

said as (
    select
        p.project_id, p.project_no, p.project_name, p.disclosure_id, p.cell_id,
        regexp_replace(
            concat(p.project_name, p.goal, string_agg(concat(i.level3, i.description), '' order by i.row_no)), '[\s\p{P}\p{S}0-9]', '', 'g'
        ) as words
    from wanted as w
    join project as p using (project_id)
    join indicator as i using (project_id)
    group by p.project_id, p.project_no, p.project_name, p.disclosure_id, p.cell_id, p.goal
),

-- Kept: three below read it.
cut as materialized (
    select project_id, unnest(list_distinct(list_transform(range(1, length(words)), lambda n: substr(words, n, 2)))) as piece
    from said
),

long as (select project_id, count(*) as pieces from cut group by project_id),

common as (
    select m.project_id, m.other_id, count(*) as pieces
    from bounded as m
    join cut as a on a.project_id = m.project_id
    join cut as b on b.project_id = m.other_id and b.piece = a.piece
    group by m.project_id, m.other_id
),

compared as (
    select
        a.project_id, a.project_no, a.project_name, a.cell_id, b.project_id as other_id, b.project_no as other_no,
        b.project_name as other_name, b.cell_id as other_cell_id, b.disclosure_id as other_disclosure, m.shared,
        (c.pieces / (la.pieces + lb.pieces - c.pieces))::double as alike_share
    from bounded as m
    join common as c using (project_id, other_id)
    join said as a on a.project_id = m.project_id
    join said as b on b.project_id = m.other_id
    join long as la on la.project_id = m.project_id
    join long as lb on lb.project_id = m.other_id
)

select
    c.project_id, c.project_no, c.project_name, c.cell_id, c.other_id, c.other_no, c.other_name, c.other_cell_id, d.label as other_label,
    c.alike_share, c.shared, count(*) over ()::integer as all_pairs
from compared as c
join named_disclosure as d on d.disclosure_id = c.other_disclosure
where c.alike_share >= $least::double
order by c.alike_share desc, c.project_no, c.project_id, c.other_no, c.other_id
limit $most::integer;

-- name: beside
-- Two projects beside each other: name, goal, then their indicators, those of the same words in one row. alike: same (words and value),
-- words (the value differs), differs (paired by their place within the type only), one_side.
-- parameters: one, other
-- grain: one row per pair of parts, or part that only one of them has (place)
-- columns: place, part, first_text, second_text, alike, first_cell_id, second_cell_id
with part as (
    select
        q.project_id, q.type as part, q.row_no, q.cell_id, concat_ws('：', i.level3, nullif(i.description, i.level3)) as words, i.value_raw,
        regexp_replace(concat(i.level3, i.description), '[\s0-9]', '', 'g') as bare,
        row_number() over (partition by q.project_id, q.type, bare order by q.row_no, q.indicator_id) as nth
    from (
        -- One project at a time: a table is read by one key, not by any of several.
        from indicator_quality where disclosure_id = split_part($one::varchar, '.', 1) and project_id = $one::varchar
        union all
        from indicator_quality where disclosure_id = split_part($other::varchar, '.', 1) and project_id = $other::varchar and $one::varchar <> $other::varchar
    ) as q
    join (
        from indicator where project_id = $one::varchar
        union all
        from indicator where project_id = $other::varchar and $one::varchar <> $other::varchar
    ) as i using (indicator_id)
),

paired as (
    select
        a.part, a.row_no, a.words as first_words, a.value_raw as first_value, b.words as second_words, b.value_raw as second_value,
        a.cell_id as first_cell_id, b.cell_id as second_cell_id
    from part as a
    join part as b on b.part is not distinct from a.part and b.bare = a.bare and b.nth = a.nth and b.project_id = $other::varchar
    where a.project_id = $one::varchar
),

alone as (
    select *, row_number() over (partition by project_id, part order by row_no) as place
    from part
    where not exists (select 1 from paired as p where part.cell_id in (p.first_cell_id, p.second_cell_id))
),

left_over as (
    select
        coalesce(a.part, b.part) as part, coalesce(a.row_no, 1000 + b.row_no) as row_no, a.words as first_words, a.value_raw as first_value,
        b.words as second_words, b.value_raw as second_value, a.cell_id as first_cell_id, b.cell_id as second_cell_id
    from (from alone where project_id = $one::varchar) as a
    full join (from alone where project_id = $other::varchar) as b on b.part is not distinct from a.part and b.place = a.place
),

two as (
    select
        a.project_name as first_name, b.project_name as second_name, a.goal as first_goal, b.goal as second_goal,
        a.cell_id as first_cell_id, b.cell_id as second_cell_id
    from project as a, project as b
    where a.project_id = $one::varchar and b.project_id = $other::varchar
),

every_part as (
    select 0 as level, 0 as row_no, 'name' as part, first_name as first_text, second_name as second_text, first_name as first_words,
        second_name as second_words, null as first_value, null as second_value, first_cell_id, second_cell_id
    from two
    union all
    select 1, 0, 'goal', first_goal, second_goal, first_goal, second_goal, null, null,
        (select min(cell_id) from fact_cell where fact_id = $one::varchar and field = 'goal'),
        (select min(cell_id) from fact_cell where fact_id = $other::varchar and field = 'goal')
    from two
    where first_goal is not null or second_goal is not null
    union all
    select
        coalesce((select position from indicator_type as t where t.level2 = p.part), 10) + 1, p.row_no, coalesce(p.part, 'none'),
        concat_ws('　', p.first_words, p.first_value), concat_ws('　', p.second_words, p.second_value), p.first_words, p.second_words,
        p.first_value, p.second_value, p.first_cell_id, p.second_cell_id
    from (from paired union all from left_over) as p
)

select
    row_number() over (order by level, row_no, first_cell_id, second_cell_id)::integer as place, part, nullif(first_text, '') as first_text,
    nullif(second_text, '') as second_text,
    case
        when first_words is null or second_words is null then 'one_side'
        when regexp_replace(first_words, '[\s0-9]', '', 'g') <> regexp_replace(second_words, '[\s0-9]', '', 'g') then 'differs'
        when first_value is not distinct from second_value and first_words = second_words then 'same'
        else 'words'
    end as alike,
    first_cell_id, second_cell_id
from every_part
order by place;
