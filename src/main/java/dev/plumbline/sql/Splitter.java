package dev.plumbline.sql;

import dev.plumbline.ProblemException;
import dev.plumbline.ProblemId;
import java.util.ArrayList;
import java.util.List;

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

    /** Of the statement being read: its first tokens, how deep in it, and the psql commands in its midst, starts and ends by turns. */
    private final List<String> head = new ArrayList<>();

    private final Nesting nesting = new Nesting();
    private final CopyHeader copy = new CopyHeader();
    private final List<Integer> blanks = new ArrayList<>();
    private int start;
    private int end;

    /** The first tokens of the statement before: in a dump they are the same again and again. */
    private List<String> lastHead = List.of();

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
                enter();
            }
        }
        if (nesting.inBody()) {
            throw unterminated(ProblemId.UNTERMINATED_BODY, nesting.bodyStart());
        }
        finish();
    }

    private void enter() {
        if (head.isEmpty()) {
            start = lexer.start();
        }
        end = lexer.end();
        if (head.size() < Statement.HEAD) {
            head.add(lexer.word());
        }
        nesting.enter(lexer, head);
        copy.enter(lexer);
    }

    private void finish() {
        if (!head.isEmpty()) {
            CopyRows rows = copy.readsRows() ? readRows() : null;
            if (!head.equals(lastHead)) {
                lastHead = List.copyOf(head);
            }
            int[] blanked = blanks.stream().mapToInt(Integer::intValue).toArray();
            statements.add(new Statement(source, statements.size() + 1, start, end, lastHead, blanked, rows));
        }
        head.clear();
        nesting.reset();
        copy.reset();
        blanks.clear();
    }

    private CopyRows readRows() {
        CopyBlock block = CopyBlock.read(source, lexer.end());
        lexer.seek(block.end());
        if (!block.ended()) {
            notes.add(
                    new Note(
                            source.position(start),
                            "the rows of this COPY are not ended by a line with \\. alone; everything to the end of the file is taken for rows"));
        }
        return block.rows();
    }

    private void skipMetaCommand() {
        MetaCommands.Skipped skipped = MetaCommands.skip(source, lexer.start());
        notes.add(skipped.note());
        if (!head.isEmpty()) {
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
