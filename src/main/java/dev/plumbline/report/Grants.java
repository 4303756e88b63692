package dev.plumbline.report;

import dev.plumbline.model.Owners;
import dev.plumbline.model.Privilege;
import dev.plumbline.model.SchemaObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rights and owners as a person lists them. */
final class Grants {
    private Grants() {}

    /** A role's name, or PUBLIC. */
    static String role(String name) {
        return name.equals(Privilege.PUBLIC) ? name : Printable.name(name);
    }

    /** Such as {@code owner app}, where it is not the usual one. */
    static Optional<String> owner(Owners owners, SchemaObject.Whole object) {
        return owners.unusual(object).map(owner -> "owner " + Printable.name(owner));
    }

    /** Such as {@code SELECT, UPDATE (email) to app}, one for each role. */
    static List<String> lines(List<Privilege> privileges) {
        Map<String, List<String>> byRole = new LinkedHashMap<>();
        for (Privilege privilege : privileges) {
            String whom = (privilege.revoked() ? " from " : " to ")
                    + role(privilege.grantee())
                    + (privilege.grantable() ? " with grant option" : "");
            byRole.computeIfAbsent(whom, key -> new ArrayList<>())
                    .add(privilege.right()
                            + (privilege.column().isEmpty() ? "" : " (" + Printable.name(privilege.column()) + ")"));
        }
        List<String> lines = new ArrayList<>();
        byRole.forEach((whom, rights) ->
                lines.add((whom.startsWith(" from ") ? "revoke " : "grant ") + String.join(", ", rights) + whom));
        return lines;
    }
}
