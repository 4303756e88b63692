-- Referencing tables first, so that nothing needs CASCADE and an object we do not know of stops the script.
DROP TABLE model_registry_entries;
DROP TABLE api_keys;
DROP TABLE users;
DROP TABLE organizations;
DROP FUNCTION refuse_column_change();
DROP FUNCTION set_updated_at();
