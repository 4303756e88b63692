ALTER TABLE public.users ADD COLUMN mail text;

ALTER TABLE public.users ADD COLUMN note text;
