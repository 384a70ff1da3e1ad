-- check: procurement_zero_contradicted
-- title: 政府采购为零，却安排了购置 | No procurement, yet purchases are planned
-- severity: error
-- family: procurement_assets
-- rests on: consistency
-- method: 政府采购预算写作零或空表的文件：资产部分的“拟购置固定资产”、三公经费的公务用车购置费应当也是零，各项目的产出与成本指标也不应写
--     采购。指标或绩效目标写明政府采购、指标又有金额的为错误；只写其一的为存疑，都没有的仅作提示（限额以下可不列入） | Where procurement is
--     zero or its table empty: planned purchases of fixed assets and vehicle purchases should be zero too, and no output or cost
--     indicator should be a purchase. An error where it, or the project's goal, names government procurement, and a cost is given; a
--     doubt where one of the two is there; a notice where neither (small purchases need not be listed)
-- says: 政府采购预算为零，“{1}”却为 {expected}[；是否应列入政府采购，需人工判断{5}]。 |
--     The procurement budget is zero, yet "{1}" is {expected}[; whether it belongs there needs a person's judgement{5}].
-- says: 政府采购预算为零，项目“{2}”却有指标“{expected}”[，绩效目标还写有“{3}”][；是否应列入政府采购，需人工判断{4}]。 |
--     The procurement budget is zero, yet the indicators of "{2}" promise "{expected}"[, and its goal speaks of "{3}"][; whether
--     it belongs there needs a person's judgement{4}].
with zero as (
    select disclosure_id, min(cell_id) as cell_id
    from figure
    where table_code = 'statement' and measure = 'procurement' and basis = 'prose' and amount_yuan is not null
    group by disclosure_id
    having max(amount_yuan) = 0
    union all
    select t.disclosure_id, min(c.cell_id)
    from document_table as t
    join cell as c using (disclosure_id, table_no)
    where t.table_code = 'procurement'
        and t.disclosure_id not in (select disclosure_id from figure where measure = 'procurement' and basis = 'prose' and amount_yuan is not null)
    group by t.disclosure_id
    having bool_and(t.status = 'empty_with_note')
),

planned as (
    select
        disclosure_id, item_name as subject, if(amount_yuan > 0, 'error', null) as severity, money(amount_yuan, unit) as other,
        [item_name] as told,
        [cell_id] as cells
    from figure
    where amount_yuan is not null and copy_no = 1 and (measure = 'planned_purchase'
        or (table_code = 'three_public' and item_code = 'vehicle_purchase' and measure = 'total'))
    qualify row_number() over (partition by disclosure_id, measure order by amount_yuan desc, basis, cell_id) = 1
),

-- A goal that says outright that its purchases are government procurement ('不涉及政府采购' says that they are not).
goal_named as (
    select p.project_id, regexp_extract(p.goal, '政府(集中)?采购') as word, min(f.cell_id) as goal_cell
    from project as p
    join fact_cell as f on f.fact_id = p.project_id and f.field = 'goal'
    where regexp_matches(p.goal, '政府(集中)?采购') and not regexp_matches(p.goal, '[不无未非][^。;；,，]{0,6}政府(集中)?采购')
    group by p.project_id, p.goal
),

promise as (
    select
        p.disclosure_id, p.project_id, p.project_no, p.project_name, i.row_no, i.cell_id, coalesce(i.level3, i.description, '') as name, i.value_raw,
        bool_or(w.word = '政府采购') as procurement, coalesce(i.unit in ('元', '万元', '亿元') and i.value_number > 0, false) as in_money
    from indicator as i
    join project as p using (project_id)
    join purchase_word as w on contains(coalesce(i.level3, i.description), w.word)
    where i.level1 in ('产出指标', '成本指标')
    group by all
),

promised as (
    select
        disclosure_id, concat_ws(' ', project_no, project_name) as subject,
        bool_or(procurement) or any_value(g.word) is not null as named,
        case when named and bool_or(in_money) then 'error' when named or bool_or(in_money) then 'warning' else 'notice' end as severity,
        string_agg(name || ' ' || value_raw, '；' order by row_no) as other,
        [null, project_name, any_value(g.word), if(severity = 'error', null, '')] as told,
        list_concat(list(cell_id order by row_no), list(distinct g.goal_cell) filter (where g.goal_cell is not null)) as cells
    from promise
    left join goal_named as g using (project_id)
    group by disclosure_id, project_no, project_name
),

held as (
    from planned union all by name select * exclude (named) from promised
    union all by name
    select disclosure_id, '各项目的产出与成本指标' as subject, [min(p.cell_id)] as cells
    from project as p
    where disclosure_id not in (select disclosure_id from promised)
    group by disclosure_id
)

select
    z.disclosure_id,
    '政府采购预算为零 ' || h.subject as subject,
    h.severity,
    '0' as stated,
    h.other as expected,
    h.told,
    [z.cell_id] as stated_cells, h.cells as expected_cells
from zero as z
join held as h using (disclosure_id)
