package dev.plumbline.lint.rules;

import dev.plumbline.Severity;
import dev.plumbline.lint.Report;
import dev.plumbline.lint.Rule;
import dev.plumbline.lint.Subject;
import dev.plumbline.sql.Token;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A name of more than 63 bytes, which PostgreSQL cuts with no more than a notice (PostgreSQL 18 manual, 4.1.1). */
final class IdentifierTooLong implements Rule {
    private static final int LONGEST = 63;
    private static final Set<Token.Kind> NAMES = Set.of(Token.Kind.WORD, Token.Kind.QUOTED_IDENTIFIER);

    /** Statements that give names. */
    private static final Set<String> GIVE = Set.of(
            "CreateStmt",
            "CreateForeignTableStmt",
            "CreateTableAsStmt",
            "ViewStmt",
            "IndexStmt",
            "AlterTableStmt",
            "RenameStmt",
            "CreateTrigStmt",
            "CreateSeqStmt",
            "CreateFunctionStmt",
            "CreateDomainStmt",
            "CreateEnumStmt",
            "CompositeTypeStmt",
            "CreateSchemaStmt",
            "CreatePolicyStmt",
            "CreateStatsStmt");

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void check(Subject subject, Report report) {
        if (!GIVE.contains(subject.tree().kind())) {
            return;
        }
        Map<String, Token> tooLong = new LinkedHashMap<>();
        for (Token token : subject.statement().tokens().all()) {
            if (NAMES.contains(token.kind()) && bytes(token.name()) > LONGEST) {
                tooLong.putIfAbsent(token.name(), token);
            }
        }
        int base = subject.statement().offset();
        tooLong.forEach((name, token) -> report.at(base + token.start(), base + token.end())
                .object(cut(name))
                .instead("a name of at most " + LONGEST + " bytes")
                .say("PostgreSQL cuts this name of " + bytes(name) + " bytes to " + cut(name)));
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** What is left of it: whole characters. */
    private static String cut(String name) {
        String cut = name;
        while (bytes(cut) > LONGEST) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }
}
