-- From `found` (see audit_found.sql), with its cells (see audit_keep.sql) and the messages that audit.py has put into `sentence`,
-- to the findings in the store. A message that lacks a word must not keep the others out: the check's title stands for it.

insert into finding
with printed as (
    select x.finding_id, string_agg(c.raw_text, '|' order by x.role desc, x.place) as text
    from found
    join finding_cell as x using (finding_id)
    join cell as c using (cell_id)
    group by x.finding_id
)
select
    f.finding_id, f.check_id, f.severity, f.disclosure_id, f.subject, f.stated, f.expected, f.difference_yuan, f.arithmetic,
    coalesce(s.zh, c.title_zh || '：' || f.subject), coalesce(s.en, c.title_en || ': ' || f.subject),
    md5(concat_ws('|', f.severity, f.stated, f.expected, f.difference_yuan, f.arithmetic, p.text))
from found as f
join audit_check as c using (check_id)
left join sentence as s using (finding_id)
left join printed as p using (finding_id)
order by f.disclosure_id, f.check_id, f.finding_id;
