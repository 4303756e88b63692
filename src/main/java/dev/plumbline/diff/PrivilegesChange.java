package dev.plumbline.diff;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.Origin;
import dev.plumbline.model.Privilege;
import dev.plumbline.model.SchemaObject;
import java.util.List;
import java.util.Optional;

/** Other rights on an object; also those of one that is made. */
public sealed interface PrivilegesChange extends Change {
    /**
     * Other rights.
     *
     * @param to     the object as it is to be
     * @param held   the rights before
     * @param wanted the rights after
     */
    record Granted(SchemaObject to, List<Privilege> held, List<Privilege> wanted) implements PrivilegesChange {
        public Granted {
            held = List.copyOf(held);
            wanted = List.copyOf(wanted);
        }

        @Override
        public String verb() {
            return "change privileges on";
        }

        @Override
        public String detail() {
            return held + " → " + wanted;
        }

        @Override
        public ObjectId id() {
            return to.id();
        }

        @Override
        public Optional<Origin> toOrigin() {
            return Optional.of(to.origin());
        }
    }
}
