-- check: three_public_vs_economic
-- title: 经济分类金额大于三公经费 | Economic classes exceed the three public funds
-- severity: error
-- family: three_public
-- rests on: consistency
-- method: 基本支出表中 30212 因公出国、30217 公务接待、30231 公务用车运行、31013 与 30913 公务用车购置，不得大于三公经费中的同一项
--     （一般公共预算部分） | In the basic expenditure table, 30212 overseas, 30217 reception, 30231 vehicle operation, 31013 and 30913
--     vehicle purchase may not exceed the same component of the three public funds (its general budget part)
-- says: 三公经费中“{1}”为 {stated}，基本支出表中 {2} 已达 {3}，多出 {difference}[，在四舍五入的范围内{notice}]。 |
--     "{1}" among the three public funds is [{stated}{4}][blank{5}], yet {2} in the basic expenditure table is {3} already:
--     {difference} more[, which rounding explains{notice}].
with class (code, component) as (
    values ('30212', 'overseas'), ('30217', 'reception'), ('30231', 'vehicle_operation'), ('31013', 'vehicle_purchase'), ('30913', 'vehicle_purchase')
),

classified as (
    select
        f.disclosure_id, f.copy_no, c.component as item_code, sum(f.amount_yuan) as amount_yuan, any_value(f.unit) as unit,
        money(sum(f.amount_yuan), any_value(f.unit)) as amount, min(f.place) as place, count(*) as figures,
        string_agg(f.item_code || ' ' || f.item_name, '、' order by f.item_code) as name,
        list(f.cell_id order by f.item_code) as cells
    from figure as f
    join class as c on c.code = f.item_code
    where f.table_code = 'general_basic' and f.measure = 'basic' and f.amount_yuan is not null
    group by f.disclosure_id, f.copy_no, c.component
),

-- The row of the table; its general budget column, or the total where no source is told apart; where there is no table, the text.
component as (
    select
        disclosure_id, copy_no, item_code, max(item_name) as item_name,
        coalesce(
            max(amount_yuan) filter (where measure = 'general_budget'),
            if(count(amount_yuan) filter (where measure <> 'total') = 0, max(amount_yuan) filter (where measure = 'total'), null)
        ) as amount_yuan,
        list(cell_id order by measure <> 'general_budget', measure, cell_id) filter (where measure in ('general_budget', 'total')) as cells
    from figure
    where table_code = 'three_public' and measure in ('general_budget', 'total', 'government_fund', 'state_capital')
        and (basis = 'table' or amount_yuan is not null)
    group by disclosure_id, copy_no, item_code, basis
    having bool_and(basis = 'prose' or value_status in ('reported', 'zero', 'blank'))
    qualify row_number() over (partition by disclosure_id, copy_no, item_code order by basis desc) = 1
),

copies as (
    select disclosure_id
    from figure
    where table_code in ('general_basic', 'three_public')
    group by disclosure_id
    having max(copy_no) filter (where table_code = 'general_basic') = max(copy_no) filter (where table_code = 'three_public')
)

select
    c.disclosure_id, concat_ws(' ', if(c.copy_no > 1, c.copy_no, null), p.item_name, c.name) as subject,
    if(c.amount_yuan > coalesce(p.amount_yuan, 0), graded(c.amount_yuan - coalesce(p.amount_yuan, 0), c.figures, c.place), null) as severity,
    p.amount_yuan as stated_yuan, if(p.amount_yuan is null, '空白', null) as stated, c.amount_yuan as expected_yuan, c.unit,
    '≥ ' || c.amount as expected, [p.item_name, c.name, c.amount, if(p.amount_yuan is null, null, ''), if(p.amount_yuan is null, '', null)] as told,
    p.cells as stated_cells, c.cells as expected_cells
from classified as c
join component as p using (disclosure_id, copy_no, item_code)
join copies using (disclosure_id)
