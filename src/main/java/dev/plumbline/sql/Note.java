package dev.plumbline.sql;

/** Something in a file that was passed over and does no harm, in one sentence. */
public record Note(Position at, String text) {}
