-- check: procurement_adds_up
-- title: 政府采购各行、小计与正文不符 | Procurement rows, subtotals and text do not agree
-- severity: error
-- family: procurement_assets
-- rests on: arithmetic
-- method: 采购表：每行各资金来源之和 = 金额，各行之和 = 小计（逐列），表中总额 = 正文所述 | In the procurement table: the sources of a row
--     = its amount, the rows = their subtotal (in each column), and the table's total = the figure in the text
-- says: 采购表中“{1}”的{2}为 {stated}，{3}为 {expected}，相差 {difference}[，在四舍五入的范围内{notice}]。 |
--     {4} of "{1}" in the procurement table is {stated}, but {5} {expected}: the difference is {difference}[, which rounding
--     explains{notice}].
-- says: 正文所述政府采购预算为 {stated}，采购表为 {expected}，相差 {difference}[，在四舍五入的范围内{notice}]。 |
--     The procurement budget stated in the text is {stated}, but the table comes to {expected}: the difference is {difference}[,
--     which rounding explains{notice}].
with item as (
    select
        q.procurement_item_id, q.disclosure_id, c.table_no, c.row_no, concat_ws(' ', q.project_name, q.item_name) as name,
        coalesce(t.unit, '元') as unit,
        unnest([
            {'field': 'amount_yuan', 'measure': 'total', 'yuan': q.amount_yuan},
            {'field': 'general_budget_yuan', 'measure': 'general_budget', 'yuan': q.general_budget_yuan},
            {'field': 'government_fund_yuan', 'measure': 'government_fund', 'yuan': q.government_fund_yuan},
            {'field': 'state_capital_yuan', 'measure': 'state_capital', 'yuan': q.state_capital_yuan},
            {'field': 'special_account_yuan', 'measure': 'special_account', 'yuan': q.special_account_yuan},
            {'field': 'other_yuan', 'measure': 'other', 'yuan': q.other_yuan},
            {'field': 'carryover_yuan', 'measure': 'carryover', 'yuan': q.carryover_yuan}
        ], recursive := true)
    from procurement_item as q
    join cell as c using (cell_id)
    join document_table as t on t.disclosure_id = q.disclosure_id and t.table_no = c.table_no
),

-- The column of each field is where other rows print it, so that a blank has its cell too.
stood as (
    select
        i.*, c.cell_id, c.raw_text, min(c.column_no) over (partition by i.disclosure_id, i.table_no, i.field) as column_no,
        -- A row states its amount and at least one source of it.
        count(i.yuan) filter (where i.measure <> 'total') over (partition by i.procurement_item_id) as sources
    from item as i
    left join fact_cell as w on w.fact_id = i.procurement_item_id and w.field = i.field and i.yuan is not null
    left join cell as c on c.cell_id = w.cell_id
),

-- Every figure of the rows with its own cell; place is the finest printed in that table.
part as (
    select *, min(place_of(raw_text, unit)) over (partition by disclosure_id, table_no) as place
    from stood
    where yuan is not null
),

blank as (
    select s.* replace (c.cell_id as cell_id)
    from stood as s
    join cell as c using (disclosure_id, table_no, row_no, column_no)
    where s.yuan is null and (s.measure = 'total' or s.sources = 0)
),

part_or_blank as (from part union all by name from blank),

source as (
    select
        procurement_item_id, sum(yuan) as sum_yuan, count(*) as figures, list(cell_id order by cell_id) as cells,
        string_agg(plain_money(yuan, unit), ' + ' order by cell_id) as terms
    from part where measure <> 'total' group by procurement_item_id
),

-- A total row heads the rows below it, up to the next (or closes those above, where the table begins with a row). The only one,
-- one called 合计, and an outermost one without rows of its own stand for all rows.
heading as (
    select
        f.disclosure_id, f.table_no, f.row_no, f.amount_yuan > 0 as filled,
        first.row_no < f.row_no and f.row_no = min(f.row_no) over (partition by f.disclosure_id, f.table_no) as closing,
        starts_with(f.item_name, '合计') or starts_with(f.item_name, '总计') as all_rows
    from figure as f
    join (select disclosure_id, table_no, min(row_no) as row_no from item group by all) as first using (disclosure_id, table_no)
    where f.table_code = 'procurement' and f.row_role = 'total' and f.measure = 'total'
),

ordered as (
    select
        *, bool_or(closing) over in_table as closes,
        lag(row_no, 1, 0) over (in_table order by row_no) as before_no, lead(row_no, 1, 1000000) over (in_table order by row_no) as after_no,
        count(*) over in_table as headings
    from heading
    window in_table as (partition by disclosure_id, table_no)
),

row_line as (select distinct disclosure_id, table_no, row_no from item),

span as (
    select
        h.disclosure_id, h.table_no, h.row_no as heading_no,
        h.all_rows or h.headings = 1 or (count(r.row_no) = 0 and h.filled and if(h.closes, h.after_no = 1000000, h.before_no = 0)) as whole,
        if(whole or h.closes, if(whole, 0, h.before_no), h.row_no) as from_no,
        if(whole or not h.closes, if(whole, 1000000, h.after_no), h.row_no) as to_no
    from ordered as h
    left join row_line as r
        on r.disclosure_id = h.disclosure_id and r.table_no = h.table_no
        and r.row_no > if(h.closes, h.before_no, h.row_no) and r.row_no < if(h.closes, h.row_no, h.after_no)
    group by h.disclosure_id, h.table_no, h.row_no, h.filled, h.all_rows, h.headings, h.closes, h.before_no, h.after_no
),

total_row as (
    select
        f.disclosure_id, f.table_no, f.item_name, f.measure, f.measure_zh, f.measure_en, f.amount_yuan, f.unit, f.cell_id, f.place,
        s.whole, s.from_no, s.to_no,
        count(f.amount_yuan) over (partition by f.disclosure_id, f.table_no, f.row_no) as filled,
        count(f.amount_yuan) filter (where f.measure <> 'total') over (partition by f.disclosure_id, f.table_no, f.row_no) as sources
    from figure as f
    join span as s on s.disclosure_id = f.disclosure_id and s.table_no = f.table_no and s.heading_no = f.row_no
    where f.table_code = 'procurement' and f.row_role = 'total' and f.value_status in ('reported', 'zero', 'blank')
),

rows_of_total as (
    select
        t.disclosure_id, t.item_name, t.measure_zh, t.measure_en, t.amount_yuan, t.unit, t.cell_id, t.place, coalesce(sum(p.yuan), 0) as sum_yuan,
        count(p.yuan) as figures, string_agg(plain_money(p.yuan, t.unit), ' + ' order by p.row_no) as terms,
        list(p.cell_id order by p.row_no) filter (where p.cell_id is not null) as cells,
        if(t.measure <> 'total' and t.sources = 0, 'notice', null) as mild
    from total_row as t
    left join part_or_blank as p
        on p.disclosure_id = t.disclosure_id and p.table_no = t.table_no and p.measure = t.measure and p.row_no > t.from_no and p.row_no < t.to_no
    where t.amount_yuan is not null or t.filled > 0
    group by all
    having t.amount_yuan is not null or figures > 0
),

-- What the table comes to: its total row, else its rows. Held against the text where there is one such table and one figure.
whole_row as (
    select disclosure_id, table_no, amount_yuan as yuan, cell_id
    from total_row where whole and measure = 'total' and amount_yuan is not null
    qualify row_number() over (partition by disclosure_id, table_no order by from_no, cell_id) = 1
),

table_total as (
    select disclosure_id, sum(yuan) as yuan, list(cell_id order by cell_id) as cells, count(*) as figures
    from (
        from whole_row
        union all
        select p.disclosure_id, p.table_no, p.yuan, p.cell_id
        from part as p anti join whole_row as w on w.disclosure_id = p.disclosure_id and w.table_no = p.table_no
        where p.measure = 'total'
    )
    group by disclosure_id
    having count(distinct table_no) = 1
),

empty_table as (
    select t.disclosure_id, 0 as yuan, [min(c.cell_id)] as cells, 1 as figures
    from document_table as t
    join cell as c using (disclosure_id, table_no)
    where t.table_code = 'procurement'
    group by t.disclosure_id
    having bool_and(t.status = 'empty_with_note')
),

written as (
    select disclosure_id, any_value(amount_yuan) as amount_yuan, any_value(unit) as unit, min(cell_id) as cell_id, min(place) as place
    from figure
    where table_code = 'statement' and measure = 'procurement' and basis = 'prose' and amount_yuan is not null
    group by disclosure_id
    having count(distinct amount_yuan) = 1
),

equation as (
    select
        p.disclosure_id, concat_ws(' ', '采购表', p.name, '资金来源') as subject, p.yuan, p.unit, p.cell_id, p.place, s.sum_yuan, s.figures,
        s.terms, s.cells, [p.name, '金额', '各资金来源之和', 'the amount', 'its sources add up to'] as told, null as mild
    from (from part union all by name from blank) as p
    join source as s using (procurement_item_id)
    where p.measure = 'total' and (p.yuan is not null or s.sum_yuan <> 0)
    union all
    select
        disclosure_id, concat_ws(' ', '采购表', item_name, measure_zh), amount_yuan, unit, cell_id, place, sum_yuan, figures, coalesce(terms, '0'),
        coalesce(cells, []), [item_name, measure_zh, '各行之和', measure_en, 'its rows add up to'], mild
    from rows_of_total
    union all
    select
        w.disclosure_id, '正文 政府采购预算', w.amount_yuan, w.unit, w.cell_id, w.place, t.yuan, t.figures, null, t.cells, null, null
    from written as w
    join (from table_total union all by name from empty_table) as t using (disclosure_id)
)

select
    disclosure_id, subject,
    -- A total without any of its sources leaves out what its rows say; it states nothing wrong.
    if(yuan is null and sum_yuan <> 0, coalesce(mild, 'error'), graded(coalesce(yuan, 0) - sum_yuan, figures, place)) as severity,
    yuan as stated_yuan, sum_yuan as expected_yuan, unit, terms,
    if(terms is null, plain_money(yuan, unit) || if(yuan = sum_yuan, ' = ', ' ≠ ') || plain_money(sum_yuan, unit), null) as arithmetic,
    told, [cell_id] as stated_cells, cells as expected_cells
from equation
