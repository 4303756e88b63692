package dev.plumbline.bench;

/** Numbers that the environment may set, so that a run is smaller. */
final class Setting {
    private Setting() {}

    static int of(String name, int usual) {
        String value = System.getenv().getOrDefault(name, "");
        return value.isBlank() ? usual : Integer.parseInt(value);
    }
}
