DROP INDEX CONCURRENTLY public.users_mail_idx;
