-- plumb:no-transaction
-- Stops at VALIDATE while a user, soft-deleted ones included, has the role billing: what they should be instead is not
-- for a script to decide. Until they are changed, the constraint that was added keeps new ones out.

ALTER TABLE users ADD CONSTRAINT users_role_next_check
    CHECK (role IN ('owner', 'admin', 'developer')) NOT VALID;

ALTER TABLE users VALIDATE CONSTRAINT users_role_next_check;

ALTER TABLE users DROP CONSTRAINT users_role_check;
ALTER TABLE users RENAME CONSTRAINT users_role_next_check TO users_role_check;
