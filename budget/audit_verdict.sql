-- From `tested` (see audit_tested.sql) into the store: a verdict for every disclosure and check of this batch. Run once per batch;
-- `running` holds the checks that were run.

insert into verdict
select d.disclosure_id, c.check_id,
    case when count(t.check_id) = 0 then 'not_applicable'
        when count(*) filter (where t.severity in ('error', 'warning', 'notice')) > 0 then 'failed' else 'passed' end,
    count(t.check_id), count(t.severity)
from disclosure as d
cross join running as c
left join tested as t on t.disclosure_id = d.disclosure_id and t.check_id = c.check_id
group by d.disclosure_id, c.check_id
order by d.disclosure_id, c.check_id;
