-- check: heading_numbering
-- title: 标题序号不连续 | Headings are not numbered in order
-- severity: warning
-- family: publication
-- rests on: consistency
-- method: 同一级标题的序号应从一起逐个递增；一级标题有误为提醒，其余为小疵；表内的编号不计 | Headings of one kind should count up from one;
--     a slip in the main sections is a warning, elsewhere a notice; numbering inside tables is left out
-- says: “{subject}”的序号是{stated}，而前一个同级标题的序号是{1}[，序号重复{2}][，中间缺号{3}][，序号倒退{4}]。 | The heading "{subject}" has the number {stated}, the
--     one of its kind before it {1}[: a number is repeated{2}][: a number is left out{3}][: the count goes back{4}].
-- says: “{subject}”之前没有序号为1的同级标题。 | No heading of this kind with the number 1 stands before "{subject}".
with heading as (
    select
        m.disclosure_id, m.cell_id, m.text, c.line_start as line,
        split_part(m.value, ':', 1) as marker, split_part(m.value, ':', 2)::integer as number,
        case marker when 'han' then 1 when 'part' then 1 when 'han_bracket' then 2 when 'arabic' then 3 else 4 end as depth
    from mention as m
    join cell as c using (cell_id)
    where m.kind = 'heading'
),

-- A cell of a table may go on in lines that look like a list. Each higher heading opens a new scope, in which the lists below it
-- begin again.
scoped as (
    select
        h.*,
        count(*) filter (where h.depth < 2) over before_it as scope_2, count(*) filter (where h.depth < 3) over before_it as scope_3,
        count(*) filter (where h.depth < 4) over before_it as scope_4,
        lag(h.number) over same_kind as last_number, lag(h.cell_id) over same_kind as last_cell, lag(h.number, 2) over same_kind as number_before
    from heading as h
    anti join document_table as t on t.disclosure_id = h.disclosure_id and t.line_start < h.line and t.line_end >= h.line
    window before_it as (partition by h.disclosure_id order by h.line),
        same_kind as (partition by h.disclosure_id, h.marker order by h.line)
),

-- Lists may stand inside lists: a number is in order when each of its kind so far has had its predecessor. So every heading
-- counts twice, for its own number and as what the next number is due to.
counted as (
    select *, case depth when 1 then 0 when 2 then scope_2 when 3 then scope_3 else scope_4 end as scope, unnest([0, 1]) as due from scoped
),

judged as (
    select
        *,
        sum(if(due = 0, 1, -1)) over so_far > 0 and number > 1 and coalesce(last_number, 0) <> number - 1
        and not (last_number = number_before and number = last_number + 2) as wrong -- right again behind a repeated number
    from counted
    window so_far as (partition by disclosure_id, marker, scope, number + due order by line)
)

select
    disclosure_id, text as subject, case when not wrong then null when marker in ('han', 'part') then 'warning' else 'notice' end as severity,
    number::varchar as stated, (coalesce(last_number, 0) + 1)::varchar as expected,
    [last_number::varchar, if(number = last_number, '', null), if(number > last_number, '', null), if(number < last_number, '', null)] as told,
    [cell_id] as stated_cells, [last_cell] as expected_cells
from judged
where due = 0
