package dev.plumbline.sql;

import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a file into the statements that psql would send one by one, with the rows of {@code COPY … FROM stdin}, and collects
 * what its comments tell Plumbline.
 */
public final class Splitter {
    private static final String DIRECTIVE = "plumb:";

    private final SourceText source;
    private final String text;
    private final Lexer lexer;
    private final List<Statement> statements = new ArrayList<>();
    private final List<Directive> directives = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    /** The statement being read, how deep in it, and the psql commands in its midst: starts and ends by turns. */
    private final List<Token> tokens = new ArrayList<>();

    private final Nesting nesting = new Nesting();
    private final List<Integer> blanks = new ArrayList<>();

    private Splitter(SourceText source) {
        this.source = source;
        this.text = source.text();
        this.lexer = new Lexer(text, this::comment, (id, start) -> {
            throw unterminated(id, start);
        });
    }

    /**
     * Splits a file.
     *
     * @throws ProblemException {@code psql-meta-command}, {@code copy-data-misplaced} or {@code unterminated-string},
     *     {@code -identifier}, {@code -dollar-quote}, {@code -comment}, {@code -body}
     */
    public static Script split(SourceText source) {
        Splitter splitter = new Splitter(source);
        splitter.run();
        return new Script(source, splitter.statements, splitter.directives, splitter.notes);
    }

    private void run() {
        while (lexer.advance()) {
            if (lexer.on('\\')) {
                skipMetaCommand();
            } else if (lexer.on(';') && !nesting.open()) {
                finish();
            } else {
                tokens.add(lexer.token());
                nesting.enter(tokens);
            }
        }
        if (nesting.inBody()) {
            throw unterminated(ProblemId.UNTERMINATED_BODY, nesting.bodyStart());
        }
        finish();
    }

    private void finish() {
        if (!tokens.isEmpty()) {
            Optional<String> rows = CopyBlock.follows(tokens) ? Optional.of(readRows()) : Optional.empty();
            int start = tokens.getFirst().start();
            statements.add(
                    new Statement(statements.size() + 1, statementText(), start, source.position(start), tokens, rows));
        }
        tokens.clear();
        nesting.reset();
        blanks.clear();
    }

    private String readRows() {
        CopyBlock block = CopyBlock.read(source, lexer.end());
        lexer.seek(block.end());
        if (!block.ended()) {
            notes.add(
                    new Note(
                            source.position(tokens.getFirst().start()),
                            "the rows of this COPY are not ended by a line with \\. alone; everything to the end of the file is taken for rows"));
        }
        return block.data();
    }

    private String statementText() {
        int start = tokens.getFirst().start();
        int end = tokens.getLast().end();
        if (blanks.isEmpty()) {
            return text.substring(start, end);
        }
        StringBuilder blanked = new StringBuilder(text.substring(start, end));
        for (int i = 0; i < blanks.size() && blanks.get(i) < end; i += 2) {
            int from = blanks.get(i) - start;
            int to = blanks.get(i + 1) - start;
            blanked.replace(from, to, " ".repeat(to - from));
        }
        return blanked.toString();
    }

    private void skipMetaCommand() {
        MetaCommands.Skipped skipped = MetaCommands.skip(source, lexer.start());
        notes.add(skipped.note());
        if (!tokens.isEmpty()) {
            blanks.add(lexer.start());
            blanks.add(skipped.end());
        }
        lexer.seek(skipped.end());
    }

    private void comment(int start, int end) {
        if (!text.startsWith("--", start)) {
            return;
        }
        int i = start + 2;
        while (i < end && Characters.isBlank(text.charAt(i))) {
            i++;
        }
        if (!text.startsWith(DIRECTIVE, i)) {
            return;
        }
        int name = i + DIRECTIVE.length();
        int nameEnd = name;
        while (nameEnd < end && !Characters.isBlank(text.charAt(nameEnd))) {
            nameEnd++;
        }
        String argument = text.substring(nameEnd, end).strip();
        directives.add(new Directive(text.substring(name, nameEnd), argument, source.position(start)));
    }

    private ProblemException unterminated(ProblemId id, int start) {
        String what;
        String remedy;
        switch (id) {
            case UNTERMINATED_STRING -> {
                what = "the string that starts here never ends";
                remedy = "close it with ', and write '' for a quote inside it";
            }
            case UNTERMINATED_IDENTIFIER -> {
                what = "the quoted identifier that starts here never ends";
                remedy = "close it with \", and write \"\" for a quote inside it";
            }
            case UNTERMINATED_DOLLAR_QUOTE -> {
                String tag = text.substring(start, text.indexOf('$', start + 1) + 1);
                what = "the string quoted with " + tag + " that starts here never ends";
                remedy = "close it with " + tag + ", in the same case";
            }
            case UNTERMINATED_COMMENT -> {
                what = "the comment that starts here never ends";
                remedy = "close it with */; a /* inside it needs a */ of its own";
            }
            default -> {
                what = "the BEGIN ATOMIC body that starts here never ends";
                remedy = "end each of its statements with a semicolon, the last one too, and the body with END";
            }
        }
        return source.problem(id, what, start).remedy(remedy).exception();
    }
}
