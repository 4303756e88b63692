-- Loses values of column public.users.email.
-- Loses values of column public.users.seen.
-- plumb:destructive
ALTER TABLE public.users DROP COLUMN email;

ALTER TABLE public.users DROP COLUMN seen;
