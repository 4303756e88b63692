-- plumb:no-transaction
-- Lets a user have the role billing, without blocking anybody while the existing users are checked.
-- Each statement is meant to commit before the next one: in one transaction the exclusive lock of the first would be
-- held while the second reads the table. The old constraint stays until the new one is valid, so there is always one.

-- Brief ACCESS EXCLUSIVE lock; NOT VALID skips the scan.
ALTER TABLE users ADD CONSTRAINT users_role_next_check
    CHECK (role IN ('owner', 'admin', 'developer', 'billing')) NOT VALID;

-- The scan, under SHARE UPDATE EXCLUSIVE: reads and writes go on.
ALTER TABLE users VALIDATE CONSTRAINT users_role_next_check;

ALTER TABLE users DROP CONSTRAINT users_role_check;
ALTER TABLE users RENAME CONSTRAINT users_role_next_check TO users_role_check;
