package dev.plumbline.diff;

import dev.plumbline.model.ObjectId;
import dev.plumbline.model.Origin;
import dev.plumbline.model.SchemaObject;
import java.util.Optional;

/** Another {@code COMMENT ON}, one more or one less; also that of an object which is made. */
public sealed interface CommentChange extends Change {
    /**
     * Another comment.
     *
     * @param to   the object as it is to be, with its comment
     * @param was  the comment before
     */
    record Commented(SchemaObject to, Optional<String> was) implements CommentChange {
        @Override
        public String verb() {
            return "comment on";
        }

        @Override
        public String detail() {
            return to.comment().orElse("none");
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
