-- What is wrong with a build that was just loaded: one row (a sentence) per fault, none when the build may be used.
-- Reads all tables; that an identifier named elsewhere exists is checked by store.py for every column of that name.
with fact as (
    select amount_id as fact_id from amount
    union all select project_id from project
    union all select indicator_id from indicator
    union all select evaluation_id from evaluation
    union all select evaluation_item_id from evaluation_item
    union all select procurement_item_id from procurement_item
    union all select asset_id from asset
    union all select organisation_unit_id from organisation_unit
    union all select subgoal_id from subgoal
    union all select subgoal_figure_id from subgoal_figure
    union all select mention_id from mention
),
fault as (
    select 'fact_cell names the fact ' || fact_id || ', which does not exist' as sentence
    from fact_cell
    where fact_id not in (from fact)
    union all
    select 'the fact ' || fact_id || ' has no row in fact_cell'
    from fact
    where fact_id not in (select fact_id from fact_cell)
        and fact_id not in (select subgoal_id from subgoal) -- its text is not kept, its lines are
    union all
    select 'the identifier ' || fact_id || ' stands for ' || count(*) || ' facts'
    from fact
    group by fact_id
    having count(*) > 1
    union all
    select 'the cell ' || cell_id || ' lies in table ' || table_no || ', which document_table does not have'
    from cell
    where table_no > 0 and (disclosure_id, table_no) not in (select (disclosure_id, table_no) from document_table)
    union all
    select 'the refused table ' || table_no || ' of ' || disclosure_id || ' is not listed in unread'
    from document_table t
    where status = 'refused' and not exists (
        select 1 from unread u
        where u.disclosure_id = t.disclosure_id and u.kind = 'table' and u.line_start between t.line_start and t.line_end
    )
    union all
    select 'expense_structure counts the cell ' || cell_id || ' ' || count(*) || ' times'
    from expense_structure
    group by cell_id
    having count(*) > 1
    union all
    select 'the disclosure ' || disclosure_id || ' has no row in section'
    from disclosure
    where disclosure_id not in (select disclosure_id from section)
    union all
    select 'the section ' || section_code || ' of ' || disclosure_id || ' is present, but on no line'
    from section
    where status = 'present' and line_start is null
    union all
    select 'the cell ' || cell_id || ' lies outside its document'
    from cell join disclosure using (disclosure_id)
    where line_start < 1 or line_end < line_start or line_end > source_lines
)
select sentence from fault order by sentence
