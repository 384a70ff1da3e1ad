-- check: not_quantified
-- title: 指标值无法检验 | A target that cannot be tested
-- severity: warning
-- family: indicators
-- rests on: indicator_setting
-- method: 没有数字、日期的指标值：含可检验的状态（完成、合格、及时……）即可；只有“提高、明显、保障”一类的词则无法检验；两类词都没有的，提示人工判断；
--     部门的分项绩效目标一个数字也没有的，同样提示
--     | Targets without a number or a date: a state that can be tested (完成, 合格, 及时 …) will do; words like 提高, 明显, 保障 alone
--     cannot be tested; where neither kind of word is there, a person has to judge; so where the sub-goals of
--     the department have no figure at all
-- says: “{1}”的指标值为“{stated}”，[只用了“{2}”一类定性的词][只是定性的说法{3}]，没有数字、日期或可检验的状态。{warning} |
--     The target of "{1}" is "{stated}": words of degree only, no number, date or testable state.
-- says: “{1}”的指标值为“{stated}”，没有数字、日期，是否算可检验的状态需人工判断。{4} |
--     The target of "{1}" is "{stated}", without a number or date; a person has to judge if it can be tested.
-- says: 部门的 {5} 项分项绩效目标（自“{6}”起）都没有数字，是否可检验需人工判断。 |
--     None of the {5} sub-goals of the department, from "{6}" on, has a figure; a person has to judge if they can be tested.
-- A target without a number that repeats its own name, or is a lone unit, says nothing at all: value_equals_name and value_blank tell of those.
with wording as (
    select *
    from (
        select
            disclosure_id, subject, level3, description, name, value_raw, cell_id, is_quantified,
            regexp_replace(coalesce(value_text, value_raw), '\s', '', 'g') as said
        from printed_indicator
        where value_status in ('reported', 'zero')
    )
    where is_quantified or regexp_matches(said, '[A-Za-z一-龥]')
        and said not in (regexp_replace(coalesce(level3, ''), '\s', '', 'g'), regexp_replace(coalesce(description, ''), '\s', '', 'g'))
),

-- The words of state in a target without a number.
known as (
    select
        t.said,
        -- a range, or a number in Chinese figures, is a number too
        coalesce(bool_or(w.kind = 'testable'), false)
            or regexp_matches(t.said, '[0-9]|百分之|[一二三四五六七八九十两百千万][次个人名期场份户处件项天年月成]') as testable,
        string_agg(w.word, '、' order by strpos(t.said, w.word)) as words
    from (select distinct said from wording where not is_quantified) as t
    left join state_word as w on contains(t.said, w.word)
    group by t.said
),

-- A value in the words that the document uses for a basis: value_corrupt.
basis as (
    select distinct disclosure_id, regexp_replace(basis_text, '\s', '', 'g') as said
    from printed_indicator
    where value_status in ('reported', 'zero') and length(basis_text) >= 4
),

-- The department's sub-goals, at the heading of the first.
sub_goals as (
    select g.disclosure_id, g.goals, g.figures, g.first_title, min(m.cell_id) as cell_id
    from (
        select
            s.disclosure_id, count(*) as goals, count(f.subgoal_id) as figures,
            arg_min(s.title, s.line_start) as first_title, min(s.line_start) as line
        from subgoal as s
        left join (select distinct subgoal_id from subgoal_figure) as f using (subgoal_id)
        where s.kind = 'subgoal'
        group by s.disclosure_id
    ) as g
    join mention as m on m.disclosure_id = g.disclosure_id and m.kind = 'heading'
    join cell as c on c.cell_id = m.cell_id and c.line_start = g.line
    where g.goals > 1
    group by all
),

judged as (
    select
        t.*, k.words, k.words = t.said as itself,
        case
            when t.is_quantified or k.testable then null
            when k.words is not null then 'warning'
            when b.said is null then 'notice'
        end as severity
    from wording as t
    left join known as k using (said)
    left join basis as b using (disclosure_id, said)
)

select
    disclosure_id, subject, severity, value_raw as stated,
    [name, if(itself, null, words), if(itself, '', null), if(severity = 'notice', '', null)] as told,
    [cell_id] as stated_cells
from judged
union all
select
    disclosure_id, '分项绩效目标', if(figures = 0, 'notice', null), concat(goals, ' 项中 ', figures, ' 项有数字'),
    [null, null, null, null, goals::varchar, first_title],
    [cell_id]
from sub_goals
