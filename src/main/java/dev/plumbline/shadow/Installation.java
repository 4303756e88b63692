package dev.plumbline.shadow;

/** PostgreSQL of one major version, ready to be started. */
record Installation(Binaries binaries, Template template) {}
