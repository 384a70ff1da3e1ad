-- check: heading_numbering
-- title: 标题序号不连续 | Headings are not numbered in order
-- severity: warning
-- family: publication
-- rests on: consistency
-- method: 同一级标题的序号应从一起逐个递增；一级标题有误为提醒，其余为小疵；表内的编号不计 | Headings of one kind should count up from one;
--     a slip in the main sections is a warning, elsewhere a notice; numbering inside tables is left out
with heading as (
    select
        m.disclosure_id, m.mention_id, m.cell_id, m.text, c.line_start as line,
        split_part(m.value, ':', 1) as marker, split_part(m.value, ':', 2)::integer as number,
        case marker when 'han' then 1 when 'part' then 1 when 'han_bracket' then 2 when 'arabic' then 3 else 4 end as depth
    from mention as m
    join cell as c using (cell_id)
    where m.kind = 'heading'
),

-- A cell of a table may go on in lines that look like a list.
outside as (
    select h.*
    from heading as h
    asof left join document_table as t on t.disclosure_id = h.disclosure_id and t.line_start < h.line
    where t.line_end is null or h.line > t.line_end
),

-- Each higher heading opens a new scope, in which the lists below it begin again.
scoped as (
    select *,
        count(*) filter (where depth < 2) over before_it as scope_2, count(*) filter (where depth < 3) over before_it as scope_3,
        count(*) filter (where depth < 4) over before_it as scope_4,
        lag(number) over same_kind as last_number, lag(number, 2) over same_kind as number_before, lag(cell_id) over same_kind as last_cell
    from outside
    window before_it as (partition by disclosure_id order by line),
        same_kind as (partition by disclosure_id, marker order by line)
),

-- Lists may stand inside lists: a number is in order when each of its kind so far has had its predecessor.
counted as (
    select *, case depth when 1 then 0 when 2 then scope_2 when 3 then scope_3 else scope_4 end as scope
    from scoped
),

numbers as (
    select disclosure_id, marker, scope, number, line, 1 as here, 0 as due from counted
    union all
    select disclosure_id, marker, scope, number + 1, line, 0, 1 from counted
),

running as (
    select disclosure_id, marker, line, number, here,
        sum(due) over (partition by disclosure_id, marker, scope, number order by line) as predecessors,
        sum(here) over (partition by disclosure_id, marker, scope, number order by line) as occurrences
    from numbers
),

judged as (
    select h.*,
        r.occurrences > r.predecessors and h.number > 1 and coalesce(h.last_number, 0) <> h.number - 1
        and not (h.last_number = h.number_before and h.number = h.last_number + 2) as wrong -- right again behind a repeated number
    from counted as h
    join running as r on r.disclosure_id = h.disclosure_id and r.marker = h.marker and r.line = h.line and r.number = h.number and r.here = 1
)

select
    disclosure_id, text as subject, case when not wrong then null when marker in ('han', 'part') then 'warning' else 'notice' end as severity,
    number::varchar as stated, if(last_number is null, '1', (last_number + 1)::varchar) as expected,
    if(last_number is null, '“' || text || '”之前没有序号为1的同级标题。',
        '“' || text || '”的序号是' || number || '，而前一个同级标题的序号是' || last_number
        || if(number = last_number, '，序号重复。', if(number > last_number, '，中间缺号。', '，序号倒退。'))) as message_zh,
    if(last_number is null, 'No heading of this kind with the number 1 stands before "' || text || '".',
        'The heading "' || text || '" has the number ' || number || ', the one of its kind before it ' || last_number
        || if(number = last_number, ': a number is repeated.',
            if(number > last_number, ': a number is left out.', ': the count goes back.'))) as message_en,
    [cell_id] as stated_cells, if(last_cell is null, [], [last_cell]) as expected_cells
from judged
