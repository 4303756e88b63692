package dev.plumbline.sql;

/**
 * An instruction to Plumbline in a line comment: {@code -- plumb:name argument}.
 *
 * @param name     what follows {@code plumb:}, such as {@code no-transaction}; not checked here, may be empty
 * @param argument the rest of the line without surrounding blanks; may be empty
 * @param at       where its comment starts
 */
public record Directive(String name, String argument, Position at) {}
