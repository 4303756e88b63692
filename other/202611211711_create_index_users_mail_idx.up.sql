CREATE INDEX CONCURRENTLY users_mail_idx ON public.users USING btree (mail);
