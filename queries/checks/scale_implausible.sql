-- check: scale_implausible
-- title: 金额的量级不合理 | A sum of an implausible scale
-- severity: error
-- family: indicators
-- rests on: consistency
-- method: 成本指标：每人、每个、每户等的标准乘以本项目数量指标中最小的数量，不应超过部门支出总计（有项目预算的，不应达到其 5 倍），也不应是同名同描述指标的 100 倍；
--     其他成本金额不应达到总计或预算的 100 倍 | Cost indicators: what is for each person, village and the like, times the smallest count
--     among the project's quantity indicators, stays within the department's total expenditure (below five times the project's budget
--     where that is given), and is not a hundred times that of an indicator of the same name and description; any other cost stays
--     below a hundred times that total or budget
with money_target as (
    select
        i.*,
        (i.value_number * units_of(u.unit))::decimal(18, 2) as yuan, u.unit as money_unit,
        not regexp_matches(concat_ws(' ', i.level3, i.description), '总|合计|共')
            and (regexp_matches(concat_ws(' ', i.level3, i.description), '人均|户均|村均|亩均|单价|每一?[人名位个村户亩株台辆件套份场次期处所支队]')
                or regexp_matches(i.unit, '/[^年月季天日周小学]')) as per_unit
    from printed_indicator as i
    join unit_kind as u on u.unit = split_part(i.unit, '/', 1) and u.kind = 'money' and u.unit in ('元', '万元', '亿元')
    -- beyond a trillion yuan it is no sum of money, and would not fit
    where i.value_number > 0 and i.value_number < 1000000000000 / units_of(u.unit)
        and (i.level2 in ('成本指标', '经济成本指标') or i.level1 = '成本指标')
),

-- Which count a standard is multiplied by is not known; the smallest of the project's own counts makes no false alarm.
counted as (
    select i.project_id, i.value_number as number, i.unit, i.cell_id
    from printed_indicator as i
    join unit_kind as u on u.unit = split_part(i.unit, '/', 1) and u.kind not in ('percent', 'money', 'time')
    where i.level2 = '数量指标'
        and i.value_number > 0 and i.value_number < 1000000000000
    qualify row_number() over (partition by i.project_id order by i.value_number, i.row_no) = 1
),

spent as (
    select disclosure_id, amount_yuan as yuan, cell_id
    from figure
    where side = 'expenditure' and measure = 'total' and amount_yuan > 0 and fiscal_year = document_year
        and (table_code in ('summary', 'expenditure') and row_role = 'total' or table_code = 'statement' and item_code is null)
    qualify row_number() over (partition by disclosure_id order by amount_yuan desc, basis = 'table' desc, cell_id) = 1
),

measured as (
    select
        m.*, if(m.per_unit, c.number, null) as number, c.unit as number_unit, if(m.per_unit, c.cell_id, null) as number_cell,
        m.yuan::decimal(22, 2) * if(m.per_unit, coalesce(c.number, 1), 1)::decimal(16, 2) as implied_yuan, coalesce(nullif(p.budget_yuan, 0), s.yuan)::decimal(22, 2) as limit_yuan,
        coalesce(p.budget_yuan > 0, false) as own_budget, if(p.budget_yuan > 0, b.cell_id, s.cell_id) as limit_cell
    from money_target as m
    join project as p using (project_id)
    left join counted as c using (project_id)
    left join spent as s on s.disclosure_id = m.disclosure_id
    left join fact_cell as b on b.fact_id = m.project_id and b.field = 'budget_yuan'
),

judged as (
    select
        *,
        case
            when per_unit and yuan >= 100 * min(yuan) over same then 'peer'
            -- A cost somewhat over the project's budget is for project_cost_reconcile.
            when not per_unit and implied_yuan >= 100 * limit_yuan then 'limit'
            when per_unit and own_budget and implied_yuan >= 5 * limit_yuan then 'limit'
            when per_unit and not own_budget and implied_yuan > limit_yuan then 'limit'
        end as fault,
        first_value(cell_id) over (same order by yuan, cell_id) as peer_cell, first_value(value_raw) over (same order by yuan, cell_id) as peer_raw,
        trimmed((yuan / min(yuan) over same)::decimal(18, 1)) as times,
        trimmed((implied_yuan / units_of(money_unit))::decimal(38, 2)) || ' ' || money_unit as implied,
        if(number is null, '', format(' × {} {}', trimmed(number), number_unit)) as multiplied
    from measured
    window same as (partition by disclosure_id, level3, description, per_unit)
)

select
    disclosure_id, concat_ws(' ', project_no, project_name, level2, level3) as subject, if(fault is null, null, 'error') as severity,
    value_raw as stated, if(fault = 'peer', peer_raw, '≤ ' || money(limit_yuan, money_unit)) as expected,
    case fault
        when 'limit' then format('“{}”为“{}”{}，合 {}，超过{} {}：可能是把总额写成了标准，或单位有误。', name, value_raw, multiplied,
            implied, if(own_budget, '项目预算', '部门支出总计'), money(limit_yuan, money_unit))
        when 'peer' then format('“{}”为“{}”，是本文件同名指标“{}”的 {} 倍：其中之一的单位可能有误。', name, value_raw, peer_raw, times)
    end as message_zh,
    case fault
        when 'limit' then format('"{}" is "{}"{}, which makes {}, above the {} of {}: perhaps a total was given for a rate, or the unit is wrong.',
            name, value_raw, multiplied, implied,
            if(own_budget, 'project''s budget', 'department''s total expenditure'), money(limit_yuan, money_unit))
        when 'peer' then format('"{}" is "{}", {} times the "{}" of the indicator of the same name: one of the units may be wrong.', name, value_raw,
            times, peer_raw)
    end as message_en,
    [cell_id] as stated_cells,
    list_filter(if(fault = 'peer', [peer_cell], [number_cell, limit_cell]), lambda one: one is not null) as expected_cells
from judged
where limit_yuan is not null or fault is not null
