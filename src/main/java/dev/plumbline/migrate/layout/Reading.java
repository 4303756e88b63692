package dev.plumbline.migrate.layout;

import java.util.List;

/** What a layout found in a directory: migrations in any order, and notes on what it left aside. */
record Reading(List<Migration> migrations, Notes notes) {}
