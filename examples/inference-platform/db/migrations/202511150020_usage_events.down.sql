DROP FUNCTION drop_usage_event_partitions(date);
DROP FUNCTION create_usage_event_partitions(date, integer);
-- Takes every partition along, those that were added later too.
DROP TABLE usage_events;
DROP FUNCTION check_usage_event_model();
