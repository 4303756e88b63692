-- Does not bring back values of column public.users.mail.
-- Does not bring back values of column public.users.note.
ALTER TABLE public.users ADD COLUMN mail text;

ALTER TABLE public.users ADD COLUMN note text;
