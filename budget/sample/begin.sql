-- Before the first region: the regions themselves, and the table of what is planted. Reads place.
insert into region select region_code, region_name, level, parent_code from place;

create table planted (disclosure_id varchar not null, error varchar not null, check_id varchar, also varchar[] not null, title varchar not null, cell_id varchar);
comment on table planted is 'one row per error or gap that was planted in a sample: the check that must find it (null where nothing is wrong), checks that may find it as well, and the cell in which it shows first (null where something was left out)';
