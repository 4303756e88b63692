-- Does not bring back values of column public.users.email.
-- Does not bring back values of column public.users.seen.
ALTER TABLE public.users ADD COLUMN email text;

ALTER TABLE public.users ADD COLUMN seen timestamp with time zone;

ALTER TABLE public.users ALTER COLUMN seen SET DEFAULT clock_timestamp();

UPDATE public.users SET seen = DEFAULT WHERE seen IS NULL;
