-- The documents of a region with their figures: table `worked`, one row per document, w the sums of its form (in 万元, or as plain numbers).
-- A text of a form gets the names, years and the figure of its document by written(); a figure that is less than nothing after
-- 增加 (increase) is a decrease.
create or replace macro written(words, figure, region, code, year) as replace(replace(replace(replace(replace(replace(
    case when figure < 0 then replace(words, '增加' || chr(57344), '减少' || (-figure)::varchar) else words end,
    chr(57344), coalesce(figure::varchar, '')), chr(57345), coalesce(figure::bigint::varchar, '')),
    '合成县', region), '99999999', code || right(year::varchar, 2)), '2099', year::varchar), '2098', (year - 1)::varchar);

create or replace table worked as
select
    d.* exclude (v), f.form,
    list_transform(t.terms, lambda term: list_sum(list_transform(term, lambda place: if(place > 0, d.v[place], -d.v[-place]))))::decimal(18, 2)[] as w
from todo as d
join form_of as f on f.no = d.no and f.document = d.document and f.rich = d.rich and f.edit is not distinct from d.edit
join form_term as t on t.form = f.form
order by d.n;
