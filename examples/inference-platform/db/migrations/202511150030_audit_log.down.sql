DROP TABLE audit_log_entries;
DROP FUNCTION refuse_audit_log_change();
