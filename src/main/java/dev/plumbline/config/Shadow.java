package dev.plumbline.config;

import java.util.Optional;

/**
 * The throwaway database that {@code plumb.yml} asks for.
 *
 * @param url     a server to use instead of the embedded one
 * @param version the major version of the embedded PostgreSQL, where no source is a database
 */
public record Shadow(Optional<String> url, Optional<Integer> version) {
    /** Without the url, which may hold a password. */
    @Override
    public String toString() {
        return "Shadow[version=" + version.map(String::valueOf).orElse("") + "]";
    }
}
