-- What the departments of one region (parameter region) have and spend: table `valued`, one row per department and year, its values
-- as a list in the order of leaf_name: those of the year, then those of the year before.
-- Reads place, kind (the departments asked for), economic_items and the variables first and last. Unit: 万元 with two decimals,
-- so that every printed sum is exact; counts, rates and points are plain numbers.
--
-- A value depends on the seed, its department and its year only: asking for more regions, departments or years changes none.

create or replace table grown as
with department as (
    select
        k.*, p.region_code, p.region_name, p.region_code || '.' || k.department_type as key,
        k.size::integer * (0.45 + 1.6 * chance(p.region_code || 'size')) * (0.7 + 0.6 * chance(key)) as scale,
        -0.01 + 0.07 * chance(p.region_code || 'growth') as growth,
        if(k.vehicles = '0', 0, greatest(1, round(k.vehicles::integer * (0.6 + 0.8 * chance(p.region_code || 'size')))))::integer as cars,
        replace(k.name, '合成县', p.region_name) as department_name,
        p.region_code || '-' || left(md5(k.department_type), 6) as department_id
    from kind as k
    cross join place as p
    where p.region_code = $region
)

select d.*, y.year, d.key || '.' || y.year as moment, d.scale * power(1 + d.growth, y.year - 2015) * (0.96 + 0.08 * chance(moment)) as level
from department as d
cross join (select unnest(range(getvariable('first') - 1, getvariable('last') + 1))::integer as year) as y;

create or replace table leaf as
with rolled as (
    select
        *, case when cars > 0 and chance(moment || 'bought') < 0.12 then 14 + 10 * chance(moment || 'price') else 0 end::decimal(18, 2) as bought,
        (2 + level * (0.12 + 0.3 * chance(moment || 'first')))::decimal(18, 2) + bought as first,
        (1 + level * (0.05 + 0.1 * chance(moment || 'second')))::decimal(18, 2) as second,
        case when fund = '1' then 5 + level * (0.2 + 0.5 * chance(moment || 'fund')) else 0 end::decimal(18, 2) as fund_spent,
        1 + floor(9 * chance(moment || 'number'))::integer as buy_number,
        (first::double * (0.1 + 0.3 * chance(moment || 'buy')) / buy_number)::decimal(18, 2) as buy_price,
        (first::double * (0.9 + 0.095 * chance(moment || 'spent')))::decimal(18, 2) as spent,
        -- in whole numbers: a half must go the way that a reader's division goes
        ((spent * 100)::bigint * 20000 + (first * 100)::bigint) // (2 * (first * 100)::bigint) as spent_rate,
        round(scale / 400 * chance(key || 'machines')) as machines,
        round(30 + scale / 4 * (0.5 + chance(moment || 'others'))) as others
    from grown
),

rest as (
    select
        key, year, bought::double as bought, first, second, fund_spent as fund, spent, spent_rate / 100 as spent_rate,
        if(chance(moment || 'left') < 0.3, 0, first::double * 0.2 * chance(moment || 'part')) as first_carry,
        fund_spent::double * 0.2 * chance(moment || 'rest') as fund_carry,
        buy_number, buy_price, buy_price * buy_number as buy_cost,
        round(40 + scale * (0.5 + chance(key || 'floor'))) as floor,
        20 + scale * (0.3 + 0.3 * chance(key || 'buildings')) * (1 + 0.01 * (year - 2015)) as buildings,
        cars, cars * (7 + 6 * chance(key || 'cars')) as car_value,
        machines, machines * (21 + 9 * chance(key || 'machine')) as machine_value,
        others, 2 + others * (0.1 + 0.2 * chance(key || 'others')) as other_value,
        round(2 + 4 * chance(key || 'few')) as few,
        round(6 + 40 * chance(key || 'some') + (year - 2015)) as some,
        round(120 + 800 * chance(key || 'many') + 3 * (year - 2015)) as many,
        round(92 + 6 * chance(key || 'rate')) as rate,
        round(83 + 8 * chance(key || 'known')) as known,
        round(40 + 40 * chance(key || 'share')) as share,
        round(88 + 9 * chance(key || 'liked')) as liked,
        95 + 5 * chance(moment || 'done') as done_rate, (spent_rate / 1000)::decimal(18, 2) as spent_score, 90 + spent_score as score,
        -- what a planted error adds: never nothing, and more than rounding could explain
        1.5 + 8 * chance(moment || 'slip') as slip
    from rolled
)

select
    r.key, r.year, 'e' || e.code as name,
    case e.code
        when '30231' then r.cars * (1.9 + 1.2 * chance(r.key || 'driven')) * (0.95 + 0.1 * chance(r.moment || 'driven'))
        when '30212' then if(r.overseas = '1' and chance(r.moment || 'overseas') < 0.4, 0.5 + 5 * chance(r.moment || 'abroad'), 0)
        else 0.01 + r.level * e.share::integer / 1000 * 0.6 * (0.92 + 0.16 * chance(r.moment || e.code))
            * if(e.code = '30217', power(0.93, r.year - 2015), 1)
    end::decimal(18, 2) as value
from grown as r
cross join economic_items as e
union all
select key, year, name, value::decimal(18, 2)
from (unpivot (select key, year, columns(* exclude (key, year))::double from rest) on columns(* exclude (key, year)) into name name value value);

create or replace table leaf_name as select distinct name from leaf order by name;

create or replace table valued as
with listed as (
    select key, year, list(value order by name) as own from leaf group by key, year
)

select g.*, now.own || before.own as v
from listed as now
join listed as before on before.key = now.key and before.year = now.year - 1
join grown as g on g.key = now.key and g.year = now.year
order by g.department_id, g.year;
