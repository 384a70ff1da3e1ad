-- check: year_on_year_arithmetic
-- title: 较上年增减数不自洽 | Stated changes on last year do not add up
-- severity: error
-- family: arithmetic
-- rests on: arithmetic
-- method: 正文较上年的增减：总额的增减 = 基本支出与项目支出增减之和；“三公”经费的增减 = 三项增减之和，公务用车的增减 = 购置与运行增减之和；缺一项即不核对；与上年公开文件的核对见“上年比较数与上年公开数不符”
--     | Changes stated in the text: of the whole = basic + project; of the three public funds = their three parts; of vehicles
--     = purchase + operation; not tested where one is missing; last year's own document is held by restated_last_year
with wholes (table_code, whole, part, parts) as (
    values
        ('statement', 'total', 'basic', 2), ('statement', 'total', 'project', 2),
        ('three_public', 'total', 'overseas', 3), ('three_public', 'total', 'vehicles', 3), ('three_public', 'total', 'reception', 3),
        ('three_public', 'vehicles', 'vehicle_purchase', 2), ('three_public', 'vehicles', 'vehicle_operation', 2)
),

-- A change stated more than once for one thing: which of them belong together cannot be told.
changes as (
    select *
    from figure
    where basis = 'prose' and measure = 'change' and table_code in ('statement', 'three_public') and value_status in ('reported', 'zero')
    qualify count(*) over (partition by disclosure_id, table_code, item_code) = 1
),

sums as (
    select
        w.cell_id, sum(p.amount_yuan) as sum_yuan, count(*) as figures, list(p.cell_id order by p.row_no, p.column_no) as cells,
        string_agg(
            if(p.amount_yuan < 0, '− ', '+ ') || plain_money(abs(p.amount_yuan), w.unit), ' ' order by p.row_no, p.column_no) as terms,
        min(p.place) as place, bool_or(p.unit <> w.unit and p.amount_yuan <> 0) as mixed
    from wholes as r
    join changes as w on w.table_code = r.table_code and w.item_code = r.whole
    join changes as p on p.disclosure_id = w.disclosure_id and p.table_code = r.table_code and p.item_code = r.part
    group by w.cell_id, r.parts
    having count(*) = r.parts
),

held as (
    select
        w.*, s.* exclude (cell_id, place, mixed), w.amount_yuan - s.sum_yuan as difference, graded(difference, s.figures, w.place) as grade,
        regexp_replace(ltrim(s.terms, '+ '), '^− ', '−') as sum_terms,
        if(w.amount_yuan < 0, '减少 ', '增加 ') || money(abs(w.amount_yuan), w.unit) as stated_zh,
        money(abs(w.amount_yuan), w.unit) || if(w.amount_yuan < 0, ' less', ' more') as stated_en,
        if(s.sum_yuan < 0, '减少 ', '增加 ') || money(abs(s.sum_yuan), w.unit) as sum_zh,
        money(abs(s.sum_yuan), w.unit) || if(s.sum_yuan < 0, ' less', ' more') as sum_en
    from changes as w
    join sums as s using (cell_id)
)

select
    disclosure_id, concat(item_name, '较上年增减') as subject, grade as severity, money(amount_yuan, unit) as stated, money(sum_yuan, unit) as expected,
    difference as difference_yuan, concat(sum_terms, ' = ', plain_money(sum_yuan, unit)) as arithmetic,
    concat('正文写“', item_name, '”较上年', stated_zh, '，其各部分的增减相加（', sum_terms, '）为', sum_zh, '，相差 ', money(abs(difference), unit),
        if(grade = 'notice', '，可由四舍五入解释', ''), '。') as message_zh,
    concat('The text gives "', item_name, '" as ', stated_en, ' than last year, but the changes of its parts (', sum_terms, ') make ',
        sum_en, ': a difference of ', money(abs(difference), unit), if(grade = 'notice', ', which rounding explains', ''), '.') as message_en,
    [cell_id] as stated_cells, cells as expected_cells
from held
