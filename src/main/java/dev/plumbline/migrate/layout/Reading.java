package dev.plumbline.migrate.layout;

import java.util.List;

/** What a layout found in a directory: migrations in any order, and sentences about what it left aside. */
record Reading(List<Migration> migrations, List<String> notes) {}
