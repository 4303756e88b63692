ALTER TABLE public.users DROP COLUMN mail;

ALTER TABLE public.users DROP COLUMN note;
