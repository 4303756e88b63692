-- Writes every row: where there are many, do it in chunks instead.
UPDATE public.users SET seen = DEFAULT WHERE seen IS NULL;
