-- check: year_on_year_arithmetic
-- title: 较上年增减数不自洽 | Stated changes on last year do not add up
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 正文较上年的增减：总额的增减 = 基本支出与项目支出增减之和；“三公”经费的增减 = 三项增减之和，公务用车的增减 = 购置与运行增减之和；缺一项即不核对；与上年公开文件的核对见“上年比较数与上年公开数不符”
--     | Changes stated in the text: of the whole = basic + project; of the three public funds = their three parts; of vehicles
--     = purchase + operation; not tested where one is missing; last year's own document is held by restated_last_year
-- says: 正文写“{1}”较上年[增加 {2}][减少 {3}] {unit}，其各部分的增减相加（{4}）为[增加 {5}][减少 {6}] {unit}，相差 {difference}[，可由四舍五入解释{notice}]。 |
--     The text gives "{1}" as [{2} {unit} more][{3} {unit} less] than last year, but the changes of its parts ({4}) make
--     [{5} {unit} more][{6} {unit} less]: a difference of {difference}[, which rounding explains{notice}].
with wholes (table_code, whole, item_code, parts) as (
    values
        ('statement', 'total', 'basic', 2), ('statement', 'total', 'project', 2),
        ('three_public', 'total', 'overseas', 3), ('three_public', 'total', 'vehicles', 3), ('three_public', 'total', 'reception', 3),
        ('three_public', 'vehicles', 'vehicle_purchase', 2), ('three_public', 'vehicles', 'vehicle_operation', 2)
),

-- A change stated more than once for one thing: which of them belong together cannot be told.
changes as (
    select disclosure_id, table_code, item_code, item_name, amount_yuan, unit, place, row_no, column_no, cell_id
    from figure
    where measure = 'change' and basis = 'prose' and table_code in ('statement', 'three_public') and value_status in ('reported', 'zero')
    qualify count(*) over (partition by disclosure_id, table_code, item_code) = 1
),

sums as (
    select
        p.disclosure_id, p.table_code, r.whole as item_code, sum(p.amount_yuan) as sum_yuan, count(*) as figures,
        list(p.amount_yuan order by p.row_no, p.column_no) as amounts, list(p.cell_id order by p.row_no, p.column_no) as cells
    from changes as p
    join wholes as r using (table_code, item_code)
    group by p.disclosure_id, p.table_code, r.whole, r.parts
    having count(*) = r.parts
),

held as (
    select
        w.*, s.sum_yuan, s.figures, s.cells, plain_money(abs(w.amount_yuan), w.unit) as stated, plain_money(abs(s.sum_yuan), w.unit) as sum,
        -- signs stand apart from their amounts, but for the first
        replace(array_to_string(list_transform(s.amounts, lambda one: plain_money(one, w.unit)), ' + '), '+ -', '− ') as terms
    from changes as w
    join sums as s using (disclosure_id, table_code, item_code)
)

select
    disclosure_id, concat(item_name, '较上年增减') as subject, graded(amount_yuan - sum_yuan, figures, place) as severity,
    amount_yuan as stated_yuan, sum_yuan as expected_yuan, unit, regexp_replace(terms, '^-', '−') as terms,
    [
        item_name, if(amount_yuan < 0, null, stated), if(amount_yuan < 0, stated, null), regexp_replace(terms, '^-', '−'),
        if(sum_yuan < 0, null, sum), if(sum_yuan < 0, sum, null)
    ] as told,
    [cell_id] as stated_cells, cells as expected_cells
from held
