package io.serval.benchmarks.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table in Markdown. Columns are numbers, followed by their ratio to the first row where that says something. */
final class Table {
    private final String title;
    private final List<String> columns = new ArrayList<>();
    private final List<Boolean> ratios = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<double[]> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Table(String title) {
        this.title = title;
    }

    Table column(String name, boolean withRatio) {
        columns.add(name);
        ratios.add(withRatio);
        return this;
    }

    /** One number for each column; NaN where there is none. */
    void row(String name, double... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        names.add(name);
        rows.add(values);
    }

    void note(String note) {
        notes.add(note);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("### ").append(title).append("\n\n| |");
        StringBuilder line = new StringBuilder("|---|");
        for (int column = 0; column < columns.size(); column++) {
            text.append(' ').append(columns.get(column)).append(" |").append(ratios.get(column) ? " × |" : "");
            line.append(ratios.get(column) ? "--:|--:|" : "--:|");
        }
        text.append('\n').append(line).append('\n');
        for (int row = 0; row < rows.size(); row++) {
            appendRow(text, row);
        }
        notes.forEach(note -> text.append('\n').append(note).append('\n'));
        return text.append('\n').toString();
    }

    private void appendRow(StringBuilder text, int row) {
        text.append("| ").append(names.get(row)).append(" |");
        for (int column = 0; column < columns.size(); column++) {
            double value = rows.get(row)[column];
            text.append(' ').append(number(value)).append(" |");
            if (ratios.get(column)) {
                text.append(' ').append(ratio(value / rows.get(0)[column])).append(" |");
            }
        }
        text.append('\n');
    }

    private static String ratio(double ratio) {
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f", ratio) : "–";
    }

    /** Three digits that matter, or all of a whole number. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        int decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
