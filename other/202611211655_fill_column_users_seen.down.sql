-- Nothing but rows was changed: there is no schema to restore.
SELECT 1;
