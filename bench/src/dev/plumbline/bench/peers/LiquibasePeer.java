package dev.plumbline.bench.peers;

import java.nio.file.Path;
import java.sql.DriverManager;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;

/** Liquibase with its default settings, but that it sends no usage statistics. */
public final class LiquibasePeer {
    private LiquibasePeer() {}

    /** {@code apply|status URL USER PASSWORD DIRECTORY COUNT}. */
    public static void main(String[] args) throws Exception {
        System.setProperty("liquibase.analytics.enabled", "false");
        try (var connection = DriverManager.getConnection(args[1], args[2], args[3]);
                var files = new DirectoryResourceAccessor(Path.of(args[4]))) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            if (args[0].equals("apply")) {
                Scope.child(Scope.Attr.resourceAccessor, files, () -> new CommandScope(UpdateCommandStep.COMMAND_NAME)
                        .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                        .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, "changelog.yaml")
                        .execute());
                return;
            }
            try (Liquibase liquibase = new Liquibase("changelog.yaml", files, database)) {
                int pending = liquibase
                        .listUnrunChangeSets(new Contexts(), new LabelExpression())
                        .size();
                if (pending > 0) {
                    throw new IllegalStateException(pending + " change sets are not applied");
                }
            }
        }
    }
}
