-- check: unit_code_mismatch
-- title: 同一单位两个编码 | Two codes for one unit
-- severity: info
-- family: publication
-- rests on: consistency
-- method: 表头中同一单位名称前的编码应相同 | The code in front of one unit's name should be the same in all table heads
with coded as (
    select
        m.disclosure_id, m.cell_id, m.text, m.value as code, c.line_start as line,
        regexp_replace(m.text, '^.*?' || m.value || '\]?', '') as unit_name
    from mention as m
    join cell as c using (cell_id)
    where m.kind = 'unit_code'
),

-- The code that a name has most often (the first of them) stands for the others.
used as (
    select disclosure_id, unit_name, code, count(*) as times, min(line) as line, list(cell_id order by line) as cells
    from coded
    group by disclosure_id, unit_name, code
),

ranked as (
    select *, first(code) over usual as usual_code, first(cells) over usual as usual_cells
    from used
    window usual as (partition by disclosure_id, unit_name order by times desc, line rows between unbounded preceding and unbounded following)
)

select
    disclosure_id, unit_name as subject, if(code = usual_code, null, 'info') as severity, code as stated, usual_code as expected,
    unit_name || '在此处的编码是' || code || '，在另一处是' || usual_code
        || if(starts_with(code, usual_code) or starts_with(usual_code, code), '（一个是部门编码，一个是所属单位编码）', '') || '。' as message_zh,
    unit_name || ' has the code ' || code || ' here and ' || usual_code || ' elsewhere'
        || if(starts_with(code, usual_code) or starts_with(usual_code, code),
            ' (one is the department''s, the other that of a unit of it)', '') || '.' as message_en,
    cells as stated_cells, if(code = usual_code, [], usual_cells) as expected_cells
from ranked
