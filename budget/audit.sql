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
    expected_cells varchar[]           -- the cells it is held against
);

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
