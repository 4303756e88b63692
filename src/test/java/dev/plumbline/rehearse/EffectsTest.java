package dev.plumbline.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.rehearse.EffectComparison.Outcome;
import dev.plumbline.risk.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is predicted of a statement is what it is measured to do, on the oldest and the newest PostgreSQL that are known. */
@Tag("database")
class EffectsTest {
    private final EffectComparison comparison = new EffectComparison();

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 17, 18})
    void predictionEqualsMeasurement(int major) throws Exception {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        try (EffectGround ground = new EffectGround(major)) {
            for (EffectCases.Case one : EffectCases.all()) {
                if (one.since() <= major) {
                    tried++;
                    try (EffectGround.Place place = ground.place(one.before())) {
                        switch (comparison.compare(
                                place.session(), World.of(place.schema()).runBy("plumb"), one.sql())) {
                            case Outcome.Same(boolean _) -> {}
                            case Outcome.Different(String what) ->
                                wrong.add("%s%n%s%n%s".formatted(one.name(), one.sql(), what));
                            case Outcome.Refused(String why) ->
                                wrong.add("%s%n%s%n  fails: %s".formatted(one.name(), one.sql(), why));
                        }
                    }
                }
            }
        }
        System.out.printf("PostgreSQL %d: %d of %d statements as predicted%n", major, tried - wrong.size(), tried);
        assertThat(wrong).as(String.join("\n\n", wrong)).isEmpty();
    }
}
