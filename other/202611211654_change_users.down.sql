ALTER TABLE public.users DROP CONSTRAINT users_email_not_null;

ALTER TABLE public.users DROP COLUMN email;

ALTER TABLE public.users DROP COLUMN seen;
