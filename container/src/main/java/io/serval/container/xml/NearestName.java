package io.serval.container.xml;

import java.util.Collection;
import java.util.Locale;

/** Guesses which name was meant. */
public final class NearestName {
    private NearestName() {
    }

    /** The name that takes the fewest edits to reach, or {@code null} if none is near. Case does not count. */
    public static String of(String written, Collection<String> valid) {
        String best = null;
        int least = 1 + Math.max(1, written.length() / 3);
        for (String candidate : valid) {
            int edits = distance(written.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (edits < least) {
                least = edits;
                best = candidate;
            }
        }
        return best;
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, cost, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int[][] cost, int i, int j) {
        char last = a.charAt(i - 1);
        int replaced = cost[i - 1][j - 1] + (last == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && last == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
