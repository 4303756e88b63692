ALTER TABLE public.users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID;

ALTER TABLE public.users VALIDATE CONSTRAINT users_email_not_null;
