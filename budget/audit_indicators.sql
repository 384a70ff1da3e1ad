-- Tables that checks may read beside those of schema.sql: projects and their indicators. Run once per batch. Unit: yuan.

-- One row per indicator whose row stands as printed, with its project. subject: what findings call it; name: what it is called, or
-- else of what type it is; shown: the value as it reads, where a form prints number and text without a gap ('≥9595%及以上' reads ≥95%).
create or replace table printed_indicator as
select
    i.*, p.disclosure_id, p.project_no, p.project_name, concat_ws(' ', p.project_no, p.project_name, i.level2, i.level3) as subject,
    coalesce(i.level3, i.description, i.level2) as name,
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
