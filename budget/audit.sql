-- Macros for checks, beside those of marts.sql. Unit: yuan.

-- Money as text, in the unit it was printed in ('8198.64 万元'). An argument is named once: a macro is bound anew wherever
-- it is used, and much of a check's time would go there.
create or replace macro trimmed(number) as regexp_replace(number::varchar, '\.0*$|(\.[0-9]*[1-9])0+$', '\1');
create or replace macro plain_money(yuan, unit) as rtrim(rtrim(
    (yuan::decimal(24, 2) * case unit when '亿元' then 0.00000001 when '万元' then 0.0001 else 1.0 end)::varchar, '0'), '.');
create or replace macro money(yuan, unit) as plain_money(yuan, unit) || ' ' || unit;

-- null when equal; 'notice' when a sum of so many figures, each rounded at that place, may differ by as much; else 'error'.
create or replace macro graded(difference, figures, place) as case nullif(abs(difference), 0) <= coalesce(figures * place / 2, 0)
    when true then 'notice'
    when false then 'error'
end;

-- Every run of so many characters of a text, in order: grams('工作经费', 2) = 工作, 作经, 经费.
create or replace macro grams(words, long) as list_transform(range(1, length(words) - long + 2), lambda n: substr(words, n, long));
