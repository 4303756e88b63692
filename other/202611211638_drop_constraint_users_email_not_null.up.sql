ALTER TABLE public.users DROP CONSTRAINT users_email_not_null;
