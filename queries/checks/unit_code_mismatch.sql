-- check: unit_code_mismatch
-- title: 同一单位两个编码 | Two codes for one unit
-- severity: info
-- family: publication
-- rests on: consistency
-- method: 表头中同一单位名称前的编码应相同 | The code in front of one unit's name should be the same in all table heads
-- says: {subject}在此处的编码是{stated}，在另一处是{expected}[（一个是部门编码，一个是所属单位编码）{1}]。 | {subject} has the code {stated} here and {expected}
--     elsewhere[ (one is the department's, the other that of a unit of it){1}].
with coded as (
    select
        m.disclosure_id, m.cell_id, m.value as code, c.line_start as line, regexp_replace(m.text, '^.*?' || m.value || '\]?', '') as unit_name
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
    select *, first({'code': code, 'cells': cells}) over (partition by disclosure_id, unit_name order by times desc, line) as usual
    from used
)

select
    disclosure_id, unit_name as subject, if(code = usual.code, null, 'info') as severity, code as stated, usual.code as expected,
    [if(starts_with(code, usual.code) or starts_with(usual.code, code), '', null)] as told,
    cells as stated_cells, usual.cells as expected_cells
from ranked
