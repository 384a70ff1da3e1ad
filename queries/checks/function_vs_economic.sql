-- check: function_vs_economic
-- title: 社保、医疗、住房在两种分类中不等 | Pension, medical care or housing differ between the two classifications
-- severity: info
-- family: arithmetic
-- rests on: arithmetic
-- method: 一般公共预算支出表（功能分类）与基本支出表（经济分类）中含义相同的科目相比（data/audit/function_economic.csv）；口径可以不同，仅供参考
--     | Codes of the same meaning in the general budget table (by function) and in the table of basic expenditure (by economic
--     class) are compared; their scope may differ, so this only informs
-- says: “{1}”在功能分类（{2}）中为{expected}，在经济分类（{3}）中为{stated}，相差{difference}；两者口径可以不同，仅供参考。 |
--     By function ({2}) {4} is {expected}, by economic class ({3}) it is {stated}, a difference of {difference}; their scope may
--     differ.
with topics as (
    select distinct
        topic, topic_en, unnest(['general_budget', 'general_basic']) as table_code, unnest([function_code, economic_code]) as item_code
    from function_economic
),

sums as (
    select
        f.disclosure_id, f.copy_no, t.topic, t.topic_en, f.table_code, sum(f.amount_yuan) as sum_yuan, any_value(f.unit) as unit,
        string_agg(concat(f.item_code, ' ', f.item_name), '、' order by f.row_no) as names,
        string_agg(plain_money(f.amount_yuan, f.unit), ' + ' order by f.row_no) as terms, list(f.cell_id order by f.row_no) as cells
    from figure as f
    join topics as t using (table_code, item_code)
    where f.measure = 'basic' and f.value_status in ('reported', 'zero')
    group by all
),

-- One table of basic expenditure for each of the general budget: which belong together is known by their order.
copies as (
    select disclosure_id
    from figure
    where table_code in ('general_budget', 'general_basic')
    group by disclosure_id
    having max(copy_no) filter (where table_code = 'general_budget') = max(copy_no) filter (where table_code = 'general_basic')
)

select
    f.disclosure_id, concat_ws(' ', f.topic, if(f.copy_no > 1, f.copy_no, null)) as subject, if(f.sum_yuan = e.sum_yuan, null, 'info') as severity,
    e.sum_yuan as stated_yuan, f.sum_yuan as expected_yuan, e.unit, concat(f.terms, if(f.sum_yuan = e.sum_yuan, ' = ', ' ≠ '), e.terms) as arithmetic,
    [f.topic, f.names, e.names, f.topic_en] as told, e.cells as stated_cells, f.cells as expected_cells
from sums as f
join copies using (disclosure_id)
join sums as e using (disclosure_id, copy_no, topic)
where f.table_code = 'general_budget' and e.table_code = 'general_basic'
