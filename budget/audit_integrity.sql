-- What is wrong with what the checks returned: one row (a sentence) per fault, none when it may be kept.
with fault as (
    select finding_id || ' is there ' || count(*) || ' times' as sentence from finding group by finding_id having count(*) > 1
    union all
    select finding_id || ' has no message' from finding where message_zh is null or message_en is null
    union all
    select finding_id || ' rests on no cell' from finding where finding_id not in (select finding_id from finding_cell)
    union all
    select finding_id || ' names the cell ' || cell_id || ', which does not exist' from finding_cell where cell_id not in (select cell_id from cell)
    union all
    select check_id || ' gives the severity ' || f.severity || ', worse than its header says'
    from finding as f join audit_check as c using (check_id)
    where list_position(['error', 'warning', 'notice', 'info'], f.severity) < list_position(['error', 'warning', 'notice', 'info'], c.severity)
    union all
    select check_id || ' rests on the rule ' || rule_id || ', which rules.csv does not have'
    from audit_check where rule_id not in (select rule_id from rule)
)
select sentence from fault order by sentence
