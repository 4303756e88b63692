package dev.plumbline.source.postgres;

import dev.plumbline.model.EventTrigger;
import java.sql.SQLException;
import java.util.List;

/** Triggers on commands. */
final class EventTriggers {
    private static final Query SQL = Query.of("""
            SELECT e.oid, e.xmin::text::bigint AS xmin, e.evtname, e.evtevent, pg_get_userbyid(e.evtowner) AS owner,
                   {function} AS function, e.evtenabled, e.evttags FROM pg_event_trigger e
            """).with("function", Query.function("e.evtfoid"));

    private EventTriggers() {}

    static List<EventTrigger> read(Catalog catalog) throws SQLException {
        return catalog.objects(
                CatalogTable.PG_EVENT_TRIGGER,
                SQL,
                row -> new EventTrigger(
                        row.text("evtname"),
                        catalog.origin(row),
                        catalog.comment(CatalogTable.PG_EVENT_TRIGGER, row),
                        row.text("owner"),
                        row.text("evtevent"),
                        row.sorted("evttags"),
                        row.text("function"),
                        Firings.of(row.letter("evtenabled"))));
    }
}
