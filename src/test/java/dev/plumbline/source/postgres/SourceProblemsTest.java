package dev.plumbline.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.GoldenProblem;
import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import dev.plumbline.source.SourceSpec;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is said about a source that cannot be read. */
class SourceProblemsTest {
    @Test
    void namesTheSourcesThereAre() throws IOException {
        ProblemException e = catchThrowableOfType(ProblemException.class, () -> SourceSpec.parse("nonsense:x"));
        assertThat(e).isNotNull();
        GoldenProblem.check(ProblemId.SOURCE_UNKNOWN, e.problem(), "", "");
    }

    @Test
    void saysThatACatalogKeepsChanging() throws IOException {
        GoldenProblem.check(ProblemId.CATALOG_UNREADABLE, ReadFailure.changing("db:shop"), "", "");
    }
}
