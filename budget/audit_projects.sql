-- A table that checks may read beside those of schema.sql: what projects say. Run once per batch. Unit: yuan.

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
