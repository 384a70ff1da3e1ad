-- Where the rows of the checks go. Run once per batch of disclosures. Unit: yuan.

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
