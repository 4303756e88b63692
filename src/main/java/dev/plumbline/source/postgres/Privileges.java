package dev.plumbline.source.postgres;

import dev.plumbline.model.Privilege;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads access control lists ({@code aclitem}; PostgreSQL 18 manual, 5.8) and compares them with the default ones. Text is taken
 * apart here rather than by {@code aclexplode}, because thousands of objects have the same list.
 */
final class Privileges {
    private static final Map<Character, String> RIGHTS = Map.ofEntries(
            Map.entry('r', "SELECT"),
            Map.entry('a', "INSERT"),
            Map.entry('w', "UPDATE"),
            Map.entry('d', "DELETE"),
            Map.entry('D', "TRUNCATE"),
            Map.entry('x', "REFERENCES"),
            Map.entry('t', "TRIGGER"),
            Map.entry('m', "MAINTAIN"),
            Map.entry('X', "EXECUTE"),
            Map.entry('U', "USAGE"),
            Map.entry('C', "CREATE"),
            Map.entry('c', "CONNECT"),
            Map.entry('T', "TEMPORARY"),
            Map.entry('s', "SET"),
            Map.entry('A', "ALTER SYSTEM"));

    private record Key(String acl, String defaults, String column) {}

    private record Right(String grantee, String name) implements Comparable<Right> {
        @Override
        public int compareTo(Right other) {
            int byGrantee = grantee.compareTo(other.grantee);
            return byGrantee != 0 ? byGrantee : name.compareTo(other.name);
        }
    }

    private final Map<Key, List<Privilege>> known = new HashMap<>();

    /**
     * What a list gives beyond the default one, and what it takes away.
     *
     * @param acl      items with a line end between them
     * @param defaults the same
     * @param column   the column they are for, or empty
     */
    List<Privilege> of(String acl, String defaults, String column) {
        return known.computeIfAbsent(new Key(acl, defaults, column), Privileges::compare);
    }

    private static List<Privilege> compare(Key key) {
        Map<Right, Boolean> given = rights(key.acl());
        Map<Right, Boolean> usual = rights(key.defaults());
        List<Privilege> differences = new ArrayList<>();
        given.forEach((right, grantable) -> {
            if (!grantable.equals(usual.get(right))) {
                differences.add(new Privilege(right.grantee(), right.name(), key.column(), grantable, false));
            }
        });
        usual.forEach((right, grantable) -> {
            if (!given.containsKey(right)) {
                differences.add(new Privilege(right.grantee(), right.name(), key.column(), false, true));
            }
        });
        Collections.sort(differences);
        return List.copyOf(differences);
    }

    /** Each right, and whether with grant option; two grantors of one right are as good as one. */
    private static Map<Right, Boolean> rights(String acl) {
        Map<Right, Boolean> rights = new TreeMap<>();
        Cursor cursor = new Cursor(acl);
        while (cursor.at < acl.length()) {
            String name = cursor.name();
            String grantee = name.isEmpty() ? Privilege.PUBLIC : name;
            cursor.at++;
            while (acl.charAt(cursor.at) != '/') {
                char letter = acl.charAt(cursor.at++);
                boolean grantable = acl.charAt(cursor.at) == '*';
                cursor.at += grantable ? 1 : 0;
                rights.merge(
                        new Right(grantee, RIGHTS.getOrDefault(letter, String.valueOf(letter))),
                        grantable,
                        (a, b) -> a || b);
            }
            cursor.at++;
            cursor.name();
            // The line end.
            cursor.at++;
        }
        return rights;
    }

    /** Where reading stands; an item is {@code grantee=rights/grantor}. */
    private static final class Cursor {
        private final String acl;
        private int at;

        Cursor(String acl) {
            this.acl = acl;
        }

        /** A role's name, which stands in double quotes where it is not made of plain letters. */
        String name() {
            StringBuilder name = new StringBuilder();
            boolean quoted = false;
            for (; at < acl.length(); at++) {
                char c = acl.charAt(at);
                if (c == '"') {
                    if (quoted && at + 1 < acl.length() && acl.charAt(at + 1) == '"') {
                        name.append(c);
                        at++;
                    } else {
                        quoted = !quoted;
                    }
                } else if (!quoted && (c == '=' || c == '\n')) {
                    return name.toString();
                } else {
                    name.append(c);
                }
            }
            return name.toString();
        }
    }
}
