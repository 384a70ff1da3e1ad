-- check: function_vs_economic
-- title: 社保、医疗、住房在两种分类中不等 | Pension, medical care or housing differ between the two classifications
-- severity: info
-- family: arithmetic
-- rests on: arithmetic
-- method: 一般公共预算支出表（功能分类）与基本支出表（经济分类）中含义相同的科目相比（data/audit/function_economic.csv）；口径可以不同，仅供参考
--     | Codes of the same meaning in the general budget table (by function) and in the table of basic expenditure (by economic
--     class) are compared; their scope may differ, so this only informs
with topics as (
    select distinct topic, topic_en, 'general_budget' as table_code, 'basic' as measure, function_code as item_code, true as by_function
    from function_economic
    union all
    select distinct topic, topic_en, 'general_basic', 'basic', economic_code, false
    from function_economic
),

sums as (
    select
        f.disclosure_id, f.copy_no, t.topic, t.topic_en, t.by_function, sum(f.amount_yuan) as sum_yuan, any_value(f.unit) as unit,
        string_agg(concat(f.item_code, ' ', f.item_name), '、' order by f.row_no) as names,
        string_agg(plain_money(f.amount_yuan, f.unit), ' + ' order by f.row_no) as terms, list(f.cell_id order by f.row_no) as cells
    from figure as f
    join topics as t using (table_code, measure, item_code)
    where f.basis = 'table' and f.value_status in ('reported', 'zero')
    group by all
),

copies as (
    select disclosure_id
    from figure
    group by disclosure_id
    having count(distinct table_no) filter (where table_code = 'general_budget')
        = count(distinct table_no) filter (where table_code = 'general_basic')
),

held as (
    select
        f.*, e.sum_yuan as economic_yuan, e.unit as economic_unit, e.names as economic_names, e.terms as economic_terms, e.cells as economic_cells,
        f.sum_yuan - e.sum_yuan as difference
    from sums as f
    join copies using (disclosure_id)
    join sums as e using (disclosure_id, copy_no, topic)
    where f.by_function and not e.by_function
)

select
    disclosure_id, concat_ws(' ', topic, if(copy_no > 1, copy_no, null)) as subject, if(difference = 0, null, 'info') as severity,
    money(economic_yuan, economic_unit) as stated, money(sum_yuan, unit) as expected, -difference as difference_yuan,
    concat(terms, if(difference = 0, ' = ', ' ≠ '), economic_terms) as arithmetic,
    concat('“', topic, '”在功能分类（', names, '）中为', money(sum_yuan, unit), '，在经济分类（', economic_names, '）中为',
        money(economic_yuan, economic_unit), '，相差', money(abs(difference), unit), '；两者口径可以不同，仅供参考。') as message_zh,
    concat('By function (', names, ') ', topic_en, ' is ', money(sum_yuan, unit), ', by economic class (', economic_names, ') it is ',
        money(economic_yuan, economic_unit), ', a difference of ', money(abs(difference), unit), '; their scope may differ.') as message_en,
    economic_cells as stated_cells, cells as expected_cells
from held
