ALTER TABLE public.users ADD COLUMN email text CONSTRAINT users_email_not_null NOT NULL;

ALTER TABLE public.users ADD COLUMN seen timestamp with time zone;

ALTER TABLE public.users ALTER COLUMN seen SET DEFAULT clock_timestamp();
