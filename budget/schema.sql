-- The tables that a build holds: names and columns are public (other programs read them).
-- Every disclosure's facts stand in data/disclosures/<disclosure_id>/<table>.csv with the same columns, less
-- disclosure_id, and with identifiers shortened by the leading "<disclosure_id>."; store.py puts both back.

create table build (build_id varchar not null, schema_sha256 varchar not null, disclosures integer not null, sample varchar);
comment on table build is 'one row: what this file was built from; build_id is made from the content of data/ and of the schema; sample: what was asked for where everything in it is synthetic (budget/sample), else null';

-- Reference ---------------------------------------------------------------------------------------------------
create table region (
    region_code varchar primary key, region_name varchar not null, level varchar not null check (level in ('province', 'prefecture', 'county')),
    parent_code varchar);
comment on table region is 'one row per administrative region, six-digit code';

create table department (
    department_id varchar primary key, region_code varchar not null references region, department_name varchar not null,
    department_type varchar not null);
comment on table department is 'one row per department; department_type makes departments comparable across counties';

create table function_code (code varchar primary key, name varchar not null, level integer not null, parent_code varchar, origin varchar not null);
comment on table function_code is 'one row per function class 类 (1), 款 (2) or 项 (3); origin says whether the name is from the reference list or as printed';

create table economic_code (code varchar primary key, name varchar not null, level integer not null, parent_code varchar, origin varchar not null);
comment on table economic_code is 'one row per department economic class 类 (1) or 款 (2); origin says whether the name is from the reference list or as printed';

create table rule (rule_id varchar primary key, title varchar not null, title_en varchar not null, clause varchar);
comment on table rule is 'one row per rule that checks rest on; clause only where its text has been verified';

-- Documents ---------------------------------------------------------------------------------------------------
create table disclosure (
    disclosure_id varchar primary key, department_id varchar not null references department, fiscal_year integer not null,
    year_basis varchar not null check (year_basis in ('stated', 'project_code')),
    kind varchar not null check (kind in ('budget', 'unit_budget', 'performance_targets', 'self_evaluation', 'final_accounts')),
    title varchar not null, unit_code varchar, source_name varchar not null, source_sha256 varchar not null,
    source_format varchar not null, source_lines integer not null, revision integer not null, parsed_by varchar not null);
comment on table disclosure is 'one row per published document and revision';

create table section (
    disclosure_id varchar not null, section_code varchar not null,
    status varchar not null check (status in ('present', 'empty_with_note', 'empty', 'absent')), line_start integer,
    primary key (disclosure_id, section_code));
comment on table section is 'one row per disclosure and section or table that its kind is expected to have';

create table document_table (
    disclosure_id varchar not null, table_no integer not null, table_code varchar not null, table_title varchar not null,
    unit varchar, status varchar not null check (status in ('read', 'empty_with_note', 'empty', 'refused')),
    reason varchar, line_start integer not null, line_end integer not null, primary key (disclosure_id, table_no));
comment on table document_table is 'one row per table as printed, page breaks inside it joined; reason says why a table was refused';

create table cell (
    cell_id varchar primary key, disclosure_id varchar not null, table_no integer not null, table_title varchar not null,
    row_no integer not null, column_no integer not null, column_header varchar, raw_text varchar not null,
    line_start integer not null, line_end integer not null, page_no integer, x0 double, y0 double, x1 double, y1 double,
    reading varchar not null check (reading in ('fact', 'blank', 'structure', 'unread')));
comment on table cell is 'one row per cell of a printed table (header and blank cells too), and per figure in prose (table_no 0: the figure with its label); lines are 1-based; reading says what became of it';

create table unread (
    disclosure_id varchar not null, unread_no integer not null, kind varchar not null check (kind in ('table', 'row', 'figure', 'line')),
    line_start integer not null, cell_id varchar, raw_text varchar not null,
    reason varchar not null check (reason in (
        -- data that could not be read, at the cell named
        'unknown_table', 'unknown_header', 'missing_column', 'no_rows', 'header_changed', 'too_many_cells', 'no_unit', 'unknown_code', 'no_code',
        'unknown_item', 'unknown_cell', 'unknown_label', 'unknown_level1', 'above_first_goal', 'not_a_number',
        -- what is no data of the budget
        'heading_only', 'person', 'date', 'list_number', 'document_number', 'running_number')),
    is_data boolean not null, primary key (disclosure_id, unread_no));
comment on table unread is 'one row per table, row, figure or line that was not turned into a fact, with the reason; is_data tells data that could not be read from dates, numberings and the like';

-- Facts -------------------------------------------------------------------------------------------------------
create table amount (
    amount_id varchar primary key, disclosure_id varchar not null, fiscal_year integer not null, table_code varchar not null,
    side varchar not null check (side in ('income', 'expenditure', 'none')), item_code varchar, item_name varchar not null, item_level integer,
    row_role varchar not null check (row_role in ('leaf', 'subtotal', 'total')), measure varchar not null,
    amount_yuan decimal(18, 2), amount_raw varchar not null, unit varchar not null,
    value_status varchar not null check (value_status in ('reported', 'zero', 'blank', 'not_disclosed', 'secret', 'unreadable')),
    basis varchar not null check (basis in ('table', 'prose', 'derived')), cell_id varchar not null,
    check ((amount_yuan is not null) = (value_status in ('reported', 'zero'))));
comment on table amount is 'one row per printed sum of money (yuan, exact), or one worked out from a stated change (basis derived); never sum across row_role';

create table project (
    project_id varchar primary key, disclosure_id varchar not null, project_no integer not null, project_name varchar not null,
    project_code varchar, budget_yuan decimal(18, 2), fiscal_yuan decimal(18, 2), other_yuan decimal(18, 2),
    budget_status varchar not null check (budget_status in ('reported', 'zero', 'blank', 'not_disclosed', 'secret', 'unreadable')),
    purpose varchar, goal varchar, cell_id varchar not null);
comment on table project is 'one row per project named in a target table or evaluation form; budget_status says why there is no budget_yuan (not_disclosed: the form has no place for it)';

create table project_plan (project_id varchar not null, month integer not null, share decimal(7, 4) not null check (share between 0 and 1), cell_id varchar not null, primary key (project_id, month));
comment on table project_plan is 'one row per project and month end by which a share (0 to 1) of its money is to be spent';

create table indicator (
    indicator_id varchar primary key, project_id varchar not null, row_no integer not null, level1 varchar not null, level2 varchar,
    level3 varchar, description varchar, value_raw varchar not null, operator varchar check (operator in ('≥', '≤', '=', '>', '<')),
    value_number decimal(24, 6), value_text varchar, unit varchar, is_quantified boolean not null, basis_text varchar,
    value_status varchar not null check (value_status in ('reported', 'zero', 'blank', 'not_disclosed', 'secret', 'unreadable')),
    row_status varchar not null check (row_status in ('as_printed', 'cells_lost', 'shifted')), cell_id varchar not null);
comment on table indicator is 'one row per indicator of a project; level1 and level2 in standard words; row_status marks rows damaged in the print';

create table evaluation (
    evaluation_id varchar primary key, project_id varchar not null, filling_unit varchar, responsible_unit varchar, implementing_unit varchar,
    budget_yuan decimal(18, 2), arrived_yuan decimal(18, 2), executed_yuan decimal(18, 2),
    fiscal_budget_yuan decimal(18, 2), fiscal_arrived_yuan decimal(18, 2), fiscal_executed_yuan decimal(18, 2),
    other_budget_yuan decimal(18, 2), other_arrived_yuan decimal(18, 2), other_executed_yuan decimal(18, 2),
    carryover_budget_yuan decimal(18, 2), carryover_executed_yuan decimal(18, 2),
    initial_budget_yuan decimal(18, 2), fiscal_initial_budget_yuan decimal(18, 2), carryover_initial_budget_yuan decimal(18, 2),
    other_initial_budget_yuan decimal(18, 2), execution_weight decimal(12, 4), execution_score decimal(12, 4), weight_stated decimal(12, 4),
    execution_rate_stated decimal(12, 6), execution_rate_status varchar not null, completion_rate_stated decimal(12, 6),
    score_stated decimal(12, 4), score_status varchar not null, goal varchar, completion varchar, problems varchar, cell_id varchar not null);
comment on table evaluation is 'one row per self-evaluation form; rates as fractions of 1; *_status not_disclosed: the form has no such column; budget 全年预算数 (after changes), initial_budget 年初预算数, carryover_* 上年结转资金, execution_weight and execution_score the full and the given points of the execution rate, weight_stated the full points of the whole form: only forms of the new kind have them';

create table evaluation_item (
    evaluation_item_id varchar primary key, evaluation_id varchar not null, row_no integer not null, level1 varchar not null, level1_weight decimal(12, 4),
    level2 varchar, level3 varchar, target_raw varchar, actual_raw varchar, item_weight decimal(12, 4), score decimal(12, 4),
    deviation varchar, cell_id varchar not null);
comment on table evaluation_item is 'one row per scored indicator of a self-evaluation form; level1_weight and item_weight are full points of the group and of the indicator, deviation the reason given for falling short (forms of the new kind only)';

create table procurement_item (
    procurement_item_id varchar primary key, disclosure_id varchar not null, row_no integer not null, project_name varchar, project_yuan decimal(18, 2), item_name varchar,
    catalogue_code varchar, unit varchar, quantity decimal(18, 4), unit_price_yuan decimal(18, 2), amount_yuan decimal(18, 2),
    general_budget_yuan decimal(18, 2), government_fund_yuan decimal(18, 2), state_capital_yuan decimal(18, 2),
    special_account_yuan decimal(18, 2), other_yuan decimal(18, 2), carryover_yuan decimal(18, 2), cell_id varchar not null);
comment on table procurement_item is 'one row per planned purchase';

create table asset (
    asset_id varchar primary key, disclosure_id varchar not null, as_of date, item varchar not null, item_name varchar not null, quantity decimal(18, 4), amount_yuan decimal(18, 2),
    value_status varchar not null, cell_id varchar not null);
comment on table asset is 'one row per line of the fixed assets table';

create table organisation_unit (
    organisation_unit_id varchar primary key, disclosure_id varchar not null, unit_name varchar not null, nature varchar, rank varchar, funding varchar, cell_id varchar not null);
comment on table organisation_unit is 'one row per unit named in the table of the department''s units';

create table subgoal (
    subgoal_id varchar primary key, disclosure_id varchar not null, subgoal_no integer not null, kind varchar not null check (kind in ('overall', 'subgoal')),
    title varchar not null, text_hash varchar not null, line_start integer not null, line_end integer not null);
comment on table subgoal is 'one row per sub-goal 分项绩效目标, and one per paragraph of the overall goal; the text itself is not kept, only its hash';

create table subgoal_figure (
    subgoal_figure_id varchar primary key, subgoal_id varchar not null, label varchar not null, operator varchar, value_number decimal(24, 6) not null,
    unit varchar, cell_id varchar not null);
comment on table subgoal_figure is 'one row per figure named in a goal';

create table mention (
    mention_id varchar primary key, disclosure_id varchar not null,
    kind varchar not null check (kind in ('title', 'year', 'unit_code', 'level', 'heading', 'damage', 'reason', 'person', 'document_number')),
    text varchar not null, value varchar, cell_id varchar not null);
comment on table mention is 'one row per word of the running text that a check looks at: the title, years, unit codes, words for a level of government, headings with their numbers, damaged words, reasons given for a change, labels of personal data (never the data), document numbers; value is the word made comparable';

create table fact_cell (fact_id varchar not null, field varchar not null, cell_id varchar not null, primary key (fact_id, field, cell_id));
comment on table fact_cell is 'one row per fact, field and cell that the field was read from';

-- Findings ----------------------------------------------------------------------------------------------------
create table audit_check (
    position integer not null, check_id varchar primary key, family varchar not null, title_zh varchar not null, title_en varchar not null,
    severity varchar not null, rule_id varchar not null, method_zh varchar not null, method_en varchar not null);
comment on table audit_check is 'one row per audit check that was run, in the order of the catalogue; severity is the worst that it gives';

create table verdict (
    disclosure_id varchar not null, check_id varchar not null, verdict varchar not null check (verdict in ('passed', 'failed', 'not_applicable')),
    tested integer not null, findings integer not null);
comment on table verdict is 'one row per disclosure and check: how many things were tested and what came of it; findings that are only information do not fail a check';

create table finding (
    finding_id varchar not null, check_id varchar not null, severity varchar not null, disclosure_id varchar not null, subject varchar not null,
    stated varchar, expected varchar, difference_yuan decimal(18, 2), arithmetic varchar, message_zh varchar, message_en varchar,
    fingerprint varchar not null);
comment on table finding is 'one row per thing that does not hold; finding_id stays the same over rebuilds, fingerprint changes with what was found';

create table finding_cell (
    finding_id varchar not null, cell_id varchar not null, role varchar not null check (role in ('stated', 'expected')), place integer not null);
comment on table finding_cell is 'one row per finding and cell it rests on: those that state the claim, and those it was held against';

create table tie (
    disclosure_id varchar not null, check_id varchar not null, subject varchar not null, stated varchar, expected varchar, difference_yuan decimal(18, 2),
    arithmetic varchar not null, holds boolean not null, stated_cells varchar[] not null, expected_cells varchar[]);
comment on table tie is 'one row per equation 勾稽 that was tested, whether it holds or not, with the cells on both sides';
