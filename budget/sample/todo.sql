-- The documents of one region (table `valued`): table `todo`, one row per document, in the order in which their facts are to lie.
-- Reads choice (the errors and gaps that a kind of department may show) and the variables seed and each: one document in so many has
-- an error or a gap (0: none). One budget in thirty was never published; a few departments publish self-evaluations,
-- or the targets of their projects apart.
create or replace table todo as
with document as (
    select
        *, scale > 2000 or chance(key || 'rich') < 0.12 as rich, unnest(['budget', 'evaluation', 'targets']) as document, moment || '.' || document as named
    from valued
),
published as (
    select *
    from document
    where case document
        when 'budget' then chance(moment || 'silent') >= 0.03
        when 'evaluation' then (rich or chance(key || 'evaluates') < 0.15) and chance(moment || 'late') < 0.7
        else not rich and chance(key || 'targets') < 0.08
    end
)
select
    p.* exclude (rich), case p.document when 'budget' then p.rich else false end as rich,
    p.region_code || '-' || p.year || '-' || left(md5(getvariable('seed') || p.named), 8) as id,
    sha256(getvariable('seed') || p.named) as source_sha256, c.edit,
    row_number() over (order by p.department_id, p.year, p.document) as n
from published as p
left join choice as c
    on c.kind = p.no and c.document = p.document and c.rich = p.rich and getvariable('each') > 0 and chance(p.named || 'error') * getvariable('each') < 1
    and c.nth = (chance(p.named || 'which') * c.choices)::integer % c.choices
order by n;
