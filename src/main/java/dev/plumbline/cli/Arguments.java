package dev.plumbline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What a command line may hold. Each option is declared where its value is kept, and has that value once the line is parsed.
 *
 * <p>Declared by calls: picocli reads annotations by reflection, at a cost of 50 ms that no cache of the JVM can spare a start.
 */
final class Arguments {
    /** There is nothing to create; picocli's own looks for Groovy, in every jar. */
    private static final IFactory NOTHING = new IFactory() {
        @Override
        public <K> K create(Class<K> type) {
            throw new IllegalStateException("picocli was to create nothing, but " + type);
        }
    };

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(null, NOTHING);

    /** {@code name} is what is typed first, {@code description} what the help says of it. */
    Arguments(String name, String description) {
        spec.name(name).usageMessage().description(description);
    }

    /** An option that is there or not. */
    record Flag(ArgSpec spec) {
        boolean given() {
            return Boolean.TRUE.equals(spec.getValue());
        }
    }

    /** An option or parameter that may be left out. */
    record Choice<T>(ArgSpec spec) {
        Optional<T> value() {
            return Optional.ofNullable(spec.getValue());
        }
    }

    /** One without which a line is refused; empty where {@code --help=false} kept picocli from looking. */
    record Required(ArgSpec spec) {
        String value() {
            return Objects.requireNonNullElse(spec.getValue(), "");
        }
    }

    /** The values of an option that may be given more than once, in the order of the line. */
    record Repeated(ArgSpec spec) {
        List<String> values() {
            String[] values = spec.getValue();
            return values == null ? List.of() : List.of(values);
        }
    }

    Flag flag(String name, String description) {
        return new Flag(add(OptionSpec.builder(name).type(boolean.class).description(description)));
    }

    /** The flag that asks for the help, whatever else is missing. */
    Flag help(String... names) {
        return new Flag(add(
                OptionSpec.builder(names).type(boolean.class).usageHelp(true).description("print this")));
    }

    /** {@code label} is how the help calls the value, and {@code description} has a line for each paragraph. */
    Choice<String> option(String name, String label, String... description) {
        return new Choice<>(add(valued(name, label, description)));
    }

    /** An option that takes a whole number. */
    Choice<Integer> number(String name, String label, String description) {
        return new Choice<>(add(valued(name, label, description).type(int.class)));
    }

    /** An option that may be given more than once. */
    Repeated repeated(String name, String label, String description) {
        return new Repeated(add(OptionSpec.builder(name)
                .type(String[].class)
                .paramLabel(label)
                .description(description)
                .arity("1")));
    }

    Required requiredOption(String name, String label, String description) {
        return new Required(add(valued(name, label, description).required(true)));
    }

    /** The first thing on the line that is no option. */
    Required parameter(String label, String... description) {
        return new Required(add(positional("0", label, description).arity("1").required(true)));
    }

    /** The second thing on the line that is no option. */
    Required secondParameter(String label, String... description) {
        return new Required(add(positional("1", label, description).arity("1").required(true)));
    }

    /** All things on the line that are no options, in their order. */
    Repeated parameters(String label, String description) {
        return new Repeated(add(PositionalParamSpec.builder()
                .index("0..*")
                .type(String[].class)
                .paramLabel(label)
                .description(description)
                .arity("0..*")));
    }

    /** The last thing on the line that is no option. */
    Choice<String> lastParameter(String label, String description) {
        // "+" is the place after all others.
        return new Choice<>(add(positional("0+", label, description).arity("0..1")));
    }

    /** What stands below the help; an empty line is between. */
    void footer(String... lines) {
        String[] spaced = new String[lines.length + 1];
        spaced[0] = "";
        System.arraycopy(lines, 0, spaced, 1, lines.length);
        spec.usageMessage().footer(spaced);
    }

    /** How the help calls the command that follows. */
    void subcommandLabel(String label) {
        spec.usageMessage().synopsisSubcommandLabel(label);
    }

    /** The name of the command. */
    String name() {
        return spec.name();
    }

    /** An option as it stood on the line; a flag has no value. */
    record Typed(String name, Optional<String> value) {}

    /** The options that were on the line, in the order of the help. */
    List<Typed> typed() {
        List<Typed> typed = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            Object value = option.getValue();
            if (value instanceof String[] several) {
                for (String one : several) {
                    typed.add(new Typed(option.longestName(), Optional.of(one)));
                }
            } else if (value != null && !Boolean.FALSE.equals(value)) {
                typed.add(new Typed(
                        option.longestName(),
                        value instanceof Boolean ? Optional.empty() : Optional.of(value.toString())));
            }
        }
        return typed;
    }

    /** The parser for these arguments. */
    CommandLine parser() {
        return new CommandLine(spec, NOTHING);
    }

    private static OptionSpec.Builder valued(String name, String label, String... description) {
        return OptionSpec.builder(name).type(String.class).paramLabel(label).description(description);
    }

    private static PositionalParamSpec.Builder positional(String index, String label, String... description) {
        return PositionalParamSpec.builder()
                .index(index)
                .type(String.class)
                .paramLabel(label)
                .description(description);
    }

    private OptionSpec add(OptionSpec.Builder option) {
        OptionSpec built = option.build();
        spec.addOption(built);
        return built;
    }

    private PositionalParamSpec add(PositionalParamSpec.Builder parameter) {
        PositionalParamSpec built = parameter.build();
        spec.addPositional(built);
        return built;
    }
}
