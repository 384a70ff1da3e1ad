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
-- says: “{1}”为“{stated}”[ × {2}]，合 {3}，超过[项目预算{4}][部门支出总计{5}] {6}：可能是把总额写成了标准，或单位有误。 |
--     "{1}" is "{stated}"[ × {2}], which makes {3}, above the [project's budget{4}][department's total expenditure{5}] of {6}: perhaps a
--     total was given for a rate, or the unit is wrong.
-- says: “{1}”为“{stated}”，是本文件同名指标“{expected}”的 {7} 倍：其中之一的单位可能有误。 |
--     "{1}" is "{stated}", {7} times the "{expected}" of the indicator of the same name: one of the units may be wrong.
with target as (
    select
        disclosure_id, project_id, subject, level3, description, name, value_raw, cell_id, money_unit,
        (value_number * units_of(money_unit))::decimal(18, 2) as yuan,
        not regexp_matches(words, '总|合计|共')
            and (regexp_matches(words, '人均|户均|村均|亩均|单价|每一?[人名位个村户亩株台辆件套份场次期处所支队]')
                or regexp_matches(unit, '/[^年月季天日周小学]')) as per_unit
    from (
        select
            disclosure_id, project_id, subject, level3, description, name,
            value_raw, value_number, unit, cell_id, split_part(unit, '/', 1) as money_unit, concat_ws(' ', level3, description) as words
        from printed_indicator
        where value_number > 0 and (level2 in ('成本指标', '经济成本指标') or level1 = '成本指标')
    )
    -- beyond a trillion yuan it is no sum of money, and would not fit
    where money_unit in ('元', '万元', '亿元') and value_number < 1000000000000 / units_of(money_unit)
),

-- Which count a standard is multiplied by is not known; the smallest of the project's own counts makes no false alarm.
counted as (
    select
        i.project_id, min(i.value_number) as number,
        arg_min({unit: i.unit, cell_id: i.cell_id}, {number: i.value_number, row_no: i.row_no}) as place
    from printed_indicator as i
    join unit_kind as u on u.unit = split_part(i.unit, '/', 1) and u.kind not in ('percent', 'money', 'time')
    where i.level2 = '数量指标' and i.value_number > 0 and i.value_number < 1000000000000
    group by i.project_id
),

spent as (
    select
        disclosure_id, max(amount_yuan) as yuan,
        arg_min(cell_id, {yuan: -amount_yuan, prose: basis <> 'table', cell_id: cell_id}) as cell_id
    from figure
    where side = 'expenditure' and measure = 'total' and amount_yuan > 0 and fiscal_year = document_year
        and (table_code in ('summary', 'expenditure') and row_role = 'total' or table_code = 'statement' and item_code is null)
    group by disclosure_id
),

-- Standards of one name and description of which one is a hundred times another.
peer as (
    select
        disclosure_id, level3, description, min(yuan) as yuan,
        arg_min({cell_id: cell_id, value_raw: value_raw}, {yuan: yuan, cell_id: cell_id}) as least
    from target
    where per_unit
    group by disclosure_id, level3, description
    having max(yuan) >= 100 * min(yuan)
),

measured as (
    select
        t.disclosure_id, t.subject, t.name, t.value_raw, t.cell_id, t.money_unit, t.per_unit, p.budget_yuan > 0 as own_budget,
        coalesce(nullif(p.budget_yuan, 0), s.yuan)::decimal(22, 2) as limit_yuan,
        if(p.budget_yuan > 0, b.cell_id, s.cell_id) as limit_cell, if(t.per_unit, c.number, null) as number, c.place,
        t.yuan::decimal(22, 2) * if(t.per_unit, coalesce(c.number, 1), 1)::decimal(16, 2) as implied_yuan,
        if(t.yuan >= 100 * e.yuan, e.least, null) as least, t.yuan / e.yuan as times
    from target as t
    join project as p using (project_id)
    left join counted as c using (project_id)
    left join spent as s on s.disclosure_id = t.disclosure_id
    left join fact_cell as b on b.fact_id = t.project_id and b.field = 'budget_yuan'
    left join peer as e
        on t.per_unit and e.disclosure_id = t.disclosure_id and e.level3 is not distinct from t.level3
        and e.description is not distinct from t.description
),

judged as (
    select
        *, money(limit_yuan, money_unit) as at_most,
        case
            when least is not null then 'peer'
            -- A cost somewhat over the project's budget is for project_cost_reconcile.
            when implied_yuan >= limit_yuan * case when not per_unit then 100 when own_budget then 5 else 1 end
                and implied_yuan > limit_yuan then 'limit'
        end as fault
    from measured
)

select
    disclosure_id, subject, if(fault is null, null, 'error') as severity,
    value_raw as stated, if(fault = 'peer', least.value_raw, '≤ ' || at_most) as expected,
    [
        name, trimmed(number) || ' ' || place.unit,
        if(fault = 'limit', trimmed((implied_yuan / units_of(money_unit))::decimal(38, 2)) || ' ' || money_unit, null),
        if(own_budget, '', null), if(own_budget, null, ''), at_most, trimmed(times::decimal(18, 1))
    ] as told,
    [cell_id] as stated_cells, if(fault = 'peer', [least.cell_id], [if(per_unit, place.cell_id, null), limit_cell]) as expected_cells
from judged
where limit_yuan is not null or fault is not null
