-- check: completion_copied_from_goal
-- title: 完成情况照抄预期目标 | What was done repeats the goal word for word
-- severity: warning
-- family: self_evaluation
-- rests on: project_evaluation
-- method: “具体完成情况”不应与“年度预期目标”文字相同，或只是其中一段（10 字以上，不计标点） | What was done is not the text of the goal, nor a
--     part of it (of ten characters or more, punctuation aside)
-- says: “{1}”的完成情况与年度预期目标[文字相同{2}][中的一段文字相同{3}]，没有说明实际做了什么。 | What "{1}" says was done repeats [its goal word for word{2}][a passage of
--     its goal{3}], and does not tell what happened.
with compared as (
    select disclosure_id, form_name, project_name, completion, place,
        regexp_replace(goal, '[\s\p{P}]', '', 'g') as plain_goal, regexp_replace(completion, '[\s\p{P}]', '', 'g') as plain_completion
    from form
    where goal is not null and completion is not null and place['completion'] is not null
)

select
    disclosure_id,
    form_name || ' 完成情况' as subject,
    if(plain_completion = plain_goal or len(plain_completion) >= 10 and contains(plain_goal, plain_completion), 'warning', null) as severity,
    left(completion, 60) as stated,
    [project_name, if(plain_completion = plain_goal, '', null), if(plain_completion = plain_goal, null, '')] as told,
    [place['completion']] as stated_cells, [place['goal']] as expected_cells
from compared
