package dev.plumbline.model;

/** When a trigger or rule fires, by the session's {@code session_replication_role}. */
public enum Firing {
    /** Unless the session replays another server's changes. */
    ORIGIN,
    REPLICA,
    ALWAYS,
    DISABLED
}
