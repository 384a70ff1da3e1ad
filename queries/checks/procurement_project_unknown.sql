-- check: procurement_project_unknown
-- title: 采购所属项目未见于绩效目标 | Purchases for a project that the document does not name
-- severity: warning
-- family: procurement_assets
-- rests on: consistency
-- method: 采购表所写项目，应能在同一文件的项目绩效目标中找到（不计标点，一个名称包含另一个也算）；由公用经费安排的采购除外 | The project of
--     a purchase should be among the projects whose targets the document publishes (punctuation apart; one name within the other will
--     do); purchases out of running costs are left aside (data/audit/basic_purchase.csv)
-- says: 采购表所写项目“{stated}”，在这份文件的 {1} 个项目绩效目标中找不到。 |
--     The procurement table names the project "{stated}", which is not among the {1} projects whose targets this document publishes.
with purchase as (
    select
        q.disclosure_id, q.project_name, regexp_replace(q.project_name, '[^\p{Han}A-Za-z0-9]', '', 'g') as bare,
        list(coalesce(w.cell_id, q.cell_id) order by q.row_no) as cells
    from procurement_item as q
    left join fact_cell as w on w.fact_id = q.procurement_item_id and w.field = 'project_name'
    where q.project_name is not null
        and q.disclosure_id in (select disclosure_id from project)
    group by q.disclosure_id, q.project_name
),

basic as (select distinct p.disclosure_id, p.project_name from purchase as p join basic_purchase as w on contains(p.project_name, w.word)),

named as (
    select disclosure_id, regexp_replace(project_name, '[^\p{Han}A-Za-z0-9]', '', 'g') as bare, min(cell_id) as cell_id from project group by all
),

matched as (
    select p.disclosure_id, p.project_name, p.cells, min(n.cell_id) as project_cell
    from purchase as p
    left join named as n on n.disclosure_id = p.disclosure_id and n.bare <> '' and (contains(n.bare, p.bare) or contains(p.bare, n.bare))
    where p.bare <> ''
    group by all
),

counted as (select disclosure_id, count(*) as projects from project group by disclosure_id)

select
    m.disclosure_id,
    concat_ws(' ', '采购表', m.project_name) as subject,
    if(m.project_cell is null, 'warning', null) as severity,
    m.project_name as stated,
    [c.projects::varchar] as told,
    m.cells as stated_cells
from matched as m
join counted as c using (disclosure_id)
anti join basic as b on b.disclosure_id = m.disclosure_id and b.project_name = m.project_name
