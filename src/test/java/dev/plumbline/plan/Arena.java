package dev.plumbline.plan;

import dev.plumbline.db.Session;
import dev.plumbline.model.Schema;
import dev.plumbline.shadow.TestServer;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lends empty databases and takes them back cleaned. What cleaning leaves behind could make a wrong plan look right: a database that
 * does not read as an empty one afterwards is dropped, and the next borrower gets a new one. Thread-safe.
 */
final class Arena {
    /** Dropped objects stay in the catalog as dead rows, which make it slow to read. */
    private static final int USES = 60;

    private static final String CLEAN = """
            RESET ALL; RESET ROLE;
            SET client_min_messages = error;
            DO $$
            DECLARE it record;
            BEGIN
                FOR it IN SELECT evtname AS name FROM pg_event_trigger LOOP
                    EXECUTE format('DROP EVENT TRIGGER %I', it.name);
                END LOOP;
                FOR it IN SELECT pubname AS name FROM pg_publication LOOP
                    EXECUTE format('DROP PUBLICATION %I', it.name);
                END LOOP;
                FOR it IN SELECT extname AS name FROM pg_extension WHERE extname <> 'plpgsql' LOOP
                    EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', it.name);
                END LOOP;
                FOR it IN SELECT nspname AS name FROM pg_namespace
                        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
                    EXECUTE format('DROP SCHEMA %I CASCADE', it.name);
                END LOOP;
                FOR it IN SELECT format('%s AS %s', castsource::regtype, casttarget::regtype) AS name
                        FROM pg_cast WHERE oid >= 16384 LOOP
                    EXECUTE format('DROP CAST (%s)', it.name);
                END LOOP;
                FOR it IN SELECT d.defaclrole::regrole AS role, g.name AS grantee, o.objects
                        FROM pg_default_acl d
                        JOIN (VALUES ('r', 'TABLES'), ('S', 'SEQUENCES'), ('f', 'FUNCTIONS'), ('T', 'TYPES'),
                                ('n', 'SCHEMAS'), ('L', 'LARGE OBJECTS')) o(type, objects) ON o.type = d.defaclobjtype
                        CROSS JOIN LATERAL (SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC'
                            ELSE grantee::regrole::text END AS name FROM aclexplode(d.defaclacl)) g LOOP
                    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %s REVOKE ALL ON %s FROM %s',
                        it.role, it.objects, it.grantee);
                    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %s GRANT ALL ON %s TO %s',
                        it.role, it.objects, it.role);
                    IF it.objects IN ('FUNCTIONS', 'TYPES') THEN
                        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %s GRANT ALL ON %s TO PUBLIC',
                            it.role, it.objects);
                    END IF;
                END LOOP;
            END $$;
            CREATE SCHEMA public AUTHORIZATION pg_database_owner;
            COMMENT ON SCHEMA public IS 'standard public schema';
            GRANT USAGE ON SCHEMA public TO PUBLIC;
            RESET ALL
            """;

    private static final class Holder {
        private static final Arena SHARED = new Arena();
    }

    private final ConcurrentLinkedQueue<Ground> free = new ConcurrentLinkedQueue<>();
    private final Schema empty;

    private Arena() {
        try {
            Ground first = make();
            first.session.execute("CREATE ROLE roundtrip_a; CREATE ROLE roundtrip_b");
            empty = RoundTrip.read(first.session);
            free.add(first);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Arena shared() {
        return Holder.SHARED;
    }

    /** An empty database, until it is closed. */
    Ground lend() throws SQLException {
        Ground ground = free.poll();
        return ground == null ? make() : ground;
    }

    private Ground make() throws SQLException {
        return new Ground(TestServer.shared().newDatabase());
    }

    /** A database and the one session it is used by. Not thread-safe. */
    final class Ground implements AutoCloseable {
        private final String url;
        private final Session session;
        private int uses;

        private Ground(String url) {
            this.url = url;
            this.session = TestServer.database(url).open();
            session.keepPrepared();
        }

        Session session() {
            return session;
        }

        @Override
        public void close() throws SQLException {
            if (++uses < USES && isClean()) {
                free.add(this);
            } else {
                session.close();
                TestServer.shared().drop(url);
            }
        }

        private boolean isClean() {
            try {
                session.rollback();
                session.execute(CLEAN);
            } catch (SQLException e) {
                return false;
            }
            Schema left = RoundTrip.read(session);
            return left.objects().equals(empty.objects()) && left.dependencies().equals(empty.dependencies());
        }
    }
}
