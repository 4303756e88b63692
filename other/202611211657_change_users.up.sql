-- Loses values of column public.users.mail.
-- Loses values of column public.users.note.
-- plumb:destructive
ALTER TABLE public.users DROP COLUMN mail;

ALTER TABLE public.users DROP COLUMN note;
