-- The departments of a region that published anything.
insert into department
select distinct department_id, region_code, department_name, department_type from worked order by department_id;
