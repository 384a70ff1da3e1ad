-- The synthetic province: table `place`, one row per region asked for (getvariable('regions')), the province and the prefectures
-- first. Names are two words of data/sample/words.csv joined, codes lie in 99, which no real region has.
-- Reads the list words and the variable seed.

create or replace macro chance(key) as (md5_number_lower(getvariable('seed') || '.' || key) % 10000) / 10000.0;  -- 0 to 1, on any machine

create or replace table place as
with named as (
    select
        a.word || b.word || '县' as region_name,
        row_number() over (order by chance(a.word || b.word), a.word, b.word) - 1 as no
    from words as a
    cross join words as b
    where a.place = 'first' and b.place = 'second'
),
county as (
    select no, no // 20 + 1 as prefecture, region_name from named where no < getvariable('regions')
),
prefecture as (
    select no + 1 as prefecture, prefecture_name
    from (
        select word || '野市' as prefecture_name, row_number() over (order by chance(word), word) - 1 as no
        from words where place = 'first'
    )
    where prefecture in (select prefecture from county)
)
select null as no, '990000' as region_code, '合成示例省' as region_name, 'province' as level, null as parent_code
union all
select null, format('99{:02d}00', prefecture), prefecture_name, 'prefecture', '990000' from prefecture
union all
select no, format('99{:02d}{:02d}', prefecture, 21 + no % 20), region_name, 'county', format('99{:02d}00', prefecture) from county
order by region_code;
