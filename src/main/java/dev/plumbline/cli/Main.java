package dev.plumbline.cli;

/** The {@code plumb} command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("plumb");
    }
}
