-- check: three_public_change_unexplained
-- title: 三公经费增减变化未说明 | A change of the three public funds is not explained
-- severity: warning
-- family: three_public
-- rests on: local_publication
-- method: 出国、用车、接待三项：正文应写明比上年增减多少（或持平），有增减的写明原因；只写明总额变化而三项中两项已知的，第三项可以
--     推知 | Overseas, vehicles, reception: the text should state the change on last year (or that there is none), and a reason where
--     there is one; where the total's change and two of the three are known, the third follows
-- says: “{1}”本年 {stated}，[各项比上年有增有减{2}][比上年增加 {3} {unit}][比上年减少 {4} {unit}]，正文没有写明原因。{5} |
--     "{1}" is {stated} this year, [with changes in its parts that cancel out{2}][{3} {unit} more than last year][{4} {unit} less
--     than last year], for which the text gives no reason.
-- says: “{1}”本年 {stated}，正文写了变化的原因，却没有写明比上年增减多少。{6} |
--     "{1}" is {stated} this year; the text gives a reason for a change, but not by how much it changed.
-- says: “{1}”本年 {stated}，正文只写了三公经费总额比上年[增加 {7} 万元][减少 {8} 万元]，没有写明这一项增减多少。{9} |
--     "{1}" is {stated} this year; the text gives the change of the three public funds as a whole ([{7} 万元 more][{8} 万元 less])
--     only, not that of this component.
-- says: “{1}”本年 {stated}，正文没有写明比上年增减多少，也没有写明原因。 |
--     "{1}" is {stated} this year; the text gives neither its change on last year nor a reason.
with component (component, item_code) as (
    values ('overseas', 'overseas'), ('reception', 'reception'), ('vehicles', 'vehicles'), ('vehicles', 'vehicle_purchase'),
        ('vehicles', 'vehicle_operation'), ('total', 'total')
),

-- This year's figures: from the text, else from the table; only where there is a text on the three public funds at all.
said as (
    select distinct on (disclosure_id, item_code) disclosure_id, item_code, item_name, amount_yuan, unit, cell_id
    from figure
    where table_code = 'three_public' and measure = 'total' and copy_no = 1 and amount_yuan is not null
        and disclosure_id in (select disclosure_id from figure where table_code = 'three_public' and basis = 'prose')
    order by disclosure_id, item_code, basis, cell_id
),

-- A change said of several at once (公务接待费…、会议费…均与上年持平) is said of each.
change as (
    select disclosure_id, unnest(string_split(item_code, '+')) as item_code, amount_yuan, cell_id
    from figure
    where table_code = 'three_public' and measure = 'change' and basis = 'prose'
),

-- For vehicles the change of both together, or of each part that is not zero.
stated as (
    select
        s.disclosure_id, c.component, max(s.item_name) filter (where s.item_code = c.component) as item_name,
        max(s.amount_yuan) filter (where s.item_code = c.component) as amount_yuan, max(s.unit) filter (where s.item_code = c.component) as unit,
        min(s.cell_id) filter (where s.item_code = c.component) as cell_id,
        case
            when bool_or(s.item_code = c.component and h.cell_id is not null)
                then max(h.amount_yuan) filter (where s.item_code = c.component)
            when c.component = 'vehicles' and bool_and(h.cell_id is not null or s.item_code = 'vehicles' or s.amount_yuan = 0)
                then sum(h.amount_yuan)
        end as change_yuan,
        bool_or(h.amount_yuan <> 0) as changed, list(h.cell_id order by h.cell_id) filter (where h.cell_id is not null) as change_cells
    from said as s
    join component as c using (item_code)
    left join change as h using (disclosure_id, item_code)
    group by s.disclosure_id, c.component
),

followed as (
    select
        *,
        max(change_yuan) filter (where component = 'total') over of_document as total_change,
        max(change_cells) filter (where component = 'total') over of_document as total_cells,
        count(change_yuan) filter (where component <> 'total') over of_document as known,
        sum(change_yuan) filter (where component <> 'total') over of_document as known_yuan
    from stated
    window of_document as (partition by disclosure_id)
),

reasoned as (
    select m.disclosure_id, c.component, list(m.cell_id order by m.cell_id) as cells
    from mention as m
    join component as c on c.item_code = m.value
    where m.kind = 'reason'
    group by m.disclosure_id, c.component
),

judged as (
    select
        f.*, r.cells as reason_cells, t.cells as total_reason_cells,
        case when f.change_yuan is not null then f.change_yuan when f.total_change = 0 then 0
            when f.known = 2 then f.total_change - f.known_yuan end as last_change,
        plain_money(abs(last_change), f.unit) as change, plain_money(abs(f.total_change), '万元') as total
    from followed as f
    left join reasoned as r on r.disclosure_id = f.disclosure_id and r.component = f.component
    left join reasoned as t on t.disclosure_id = f.disclosure_id and t.component = 'total'
    where f.component <> 'total' and f.item_name is not null
)

select
    disclosure_id, item_name as subject,
    case
        when last_change is null then if(amount_yuan = 0 and reason_cells is null, 'notice', 'warning')
        when (last_change <> 0 or changed) and coalesce(reason_cells, total_reason_cells) is null then 'warning'
    end as severity,
    amount_yuan as stated_yuan, unit,
    [
        item_name, if(last_change = 0, '', null), if(last_change > 0, change, null), if(last_change < 0, change, null),
        if(last_change is null, null, ''), if(reason_cells is null, null, ''), if(total_change > 0, total, null), if(total_change < 0, total, null),
        if(total_change is null, null, '')
    ] as told,
    [cell_id] as stated_cells, list_concat(change_cells, total_cells, reason_cells) as expected_cells
from judged
