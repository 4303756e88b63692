package dev.plumbline.report;

import dev.plumbline.Problem;
import dev.plumbline.rehearse.WholeHistory;

/** What is to be edited by hand along with a plan. */
public final class EditReport {
    private EditReport() {}

    /**
     * A repeatable script's, as text that ends without a line end.
     *
     * @param to the source that says how it is to be
     */
    public static String text(WholeHistory.Edit edit, String to) {
        StringBuilder text = new StringBuilder("edit ").append(edit.file());
        if (edit.failures().isEmpty()) {
            text.append(", whose text makes something else than " + to + " has, and is run after the plan");
        }
        for (int i = 0; i < edit.failures().size(); i++) {
            Problem failure = edit.failures().get(i);
            text.append(i == 0 ? ", whose text fails after the plan: " : "\n  and ")
                    .append(failure.what())
                    .append('\n')
                    .append(place(failure));
        }
        edit.gone().forEach(it -> text.append("\n  take out ")
                .append(it)
                .append(": ")
                .append(to)
                .append(" has none"));
        if (!edit.statements().isEmpty()) {
            text.append("\n  it is to make ")
                    .append(String.join(", ", edit.objects()))
                    .append(" so, as ")
                    .append(to)
                    .append(" has it:");
            edit.statements().forEach(sql -> text.append("\n    ")
                    .append(sql.replace("\n", "\n    "))
                    .append(';'));
        }
        return text.toString();
    }

    private static String place(Problem problem) {
        StringBuilder text = new StringBuilder();
        ProblemReport.place(text, problem);
        return text.toString().stripTrailing();
    }
}
