package dev.plumbline.config;

import java.util.Optional;

/**
 * The throwaway database that {@code plumb.yml} asks for.
 *
 * @param url     a server to use instead of the embedded one
 * @param version the PostgreSQL version it is to have, as written
 */
public record Shadow(Optional<String> url, Optional<String> version) {
    /** Without the url, which may hold a password. */
    @Override
    public String toString() {
        return "Shadow[version=" + version.orElse("") + "]";
    }
}
