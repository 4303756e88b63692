package dev.plumbline.plan;

import dev.plumbline.diff.Change;
import dev.plumbline.diff.PrivilegesChange;
import dev.plumbline.model.DefaultPrivileges;
import dev.plumbline.model.Privilege;
import dev.plumbline.model.Routine;
import dev.plumbline.model.SchemaObject;
import java.util.ArrayList;
import java.util.List;

/** {@code GRANT} and {@code REVOKE}. */
final class PrivilegeSteps {
    private PrivilegeSteps() {}

    static List<Step> change(PrivilegesChange.Granted change) {
        return steps("", " ON " + object(change.to()), change.held(), change.wanted(), change);
    }

    /** Those on what is named like that. */
    static List<Step> change(String object, List<Privilege> held, List<Privilege> wanted, Change cause) {
        return steps("", " ON " + object, held, wanted, cause);
    }

    static List<Step> defaults(
            DefaultPrivileges privileges, List<Privilege> held, List<Privilege> wanted, Change cause) {
        String prefix = "ALTER DEFAULT PRIVILEGES FOR ROLE " + Names.quote(privileges.role())
                + (privileges.schema().isEmpty() ? "" : " IN SCHEMA " + Names.quote(privileges.schema())) + " ";
        return steps(prefix, " ON " + privileges.objects(), held, wanted, cause);
    }

    private static List<Step> steps(
            String prefix, String on, List<Privilege> held, List<Privilege> wanted, Change cause) {
        List<Step> steps = new ArrayList<>();
        for (Privilege privilege : held) {
            if (!wanted.contains(privilege)) {
                steps.add(Step.of(prefix + statement(privilege, on, !privilege.revoked()), cause));
            }
        }
        for (Privilege privilege : wanted) {
            if (!held.contains(privilege)) {
                steps.add(Step.of(prefix + statement(privilege, on, privilege.revoked()), cause));
            }
        }
        return steps;
    }

    private static String statement(Privilege privilege, String on, boolean revoke) {
        String right =
                privilege.right() + (privilege.column().isEmpty() ? "" : " (" + Names.quote(privilege.column()) + ")");
        return revoke
                ? "REVOKE " + right + on + " FROM " + Names.role(privilege.grantee())
                : "GRANT " + right + on + " TO " + Names.role(privilege.grantee())
                        + (privilege.grantable() ? " WITH GRANT OPTION" : "");
    }

    /** As {@code GRANT … ON} names it. */
    private static String object(SchemaObject object) {
        String name = Names.sql(object.id().name());
        return switch (object.id().kind()) {
            case SCHEMA -> "SCHEMA " + name;
            case SEQUENCE -> "SEQUENCE " + name;
            case ENUM, DOMAIN, COMPOSITE_TYPE, RANGE_TYPE -> "TYPE " + name;
            case TABLE, VIEW, MATERIALIZED_VIEW -> "TABLE " + name;
            case FUNCTION, PROCEDURE, AGGREGATE -> Names.granted((Routine) object);
            default -> throw new IllegalArgumentException(object.id() + " has no privileges");
        };
    }
}
