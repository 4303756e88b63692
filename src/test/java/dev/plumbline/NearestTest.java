package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> NAMES = List.of("wait", "url", "lock_timeout", "lock_retries", "up-down");

    @ParameterizedTest
    @CsvSource({
        "wiat,         wait",
        "aw it,        wait",
        "WAITS,        wait",
        "waiting,      wait",
        "lock-timeout, lock_timeout",
        "lock,         lock_timeout",
        "lock-retires, lock_retries",
        "up_down,      up-down",
        "downup,       none",
        "lo,           none",
        "ab,           none",
        "'',           none",
        "database,     none",
    })
    void meant(String typed, String name) {
        assertThat(Nearest.of(typed, NAMES).orElse("none")).isEqualTo(name);
    }

    @Test
    void theNearestComesFirst() {
        assertThat(Nearest.first("mail", List.of("phone", "email_address", "male", "email"), name -> name))
                .containsExactly("email", "email_address", "male", "phone");
        assertThat(Nearest.first("a", List.of("c", "b"), name -> name)).containsExactly("c", "b");
    }
}
