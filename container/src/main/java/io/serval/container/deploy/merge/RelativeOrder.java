package io.serval.container.deploy.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.serval.container.descriptor.DeploymentException;
import io.serval.container.xml.Element;

/**
 * Orders fragments by their {@code before} and {@code after} elements (Servlet 6.1 §8.2.2, 2). Used once, by one
 * thread.
 *
 * <p>Each fragment belongs to a group: before the others, among them, after them. Whoever must precede a fragment of
 * the first group belongs to the first, whoever must follow one of the last to the last. Within a group the named
 * relations decide, and where they leave a choice the order given.
 */
final class RelativeOrder {
    private static final int FIRST = -1;
    private static final int LAST = 1;

    private final List<Fragment> fragments;
    private final Map<String, Integer> byName = new HashMap<>();
    /** {@code precedes[a][b]}: a must come before b. */
    private final boolean[][] precedes;
    private final int[] group;

    private RelativeOrder(List<Fragment> fragments) {
        this.fragments = fragments;
        this.precedes = new boolean[fragments.size()][fragments.size()];
        this.group = new int[fragments.size()];
    }

    static List<Fragment> of(List<Fragment> fragments) {
        RelativeOrder order = new RelativeOrder(fragments);
        order.index();
        for (int i = 0; i < fragments.size(); i++) {
            order.read(i);
        }
        order.spreadGroups();
        return order.sort();
    }

    private void index() {
        for (int i = 0; i < fragments.size(); i++) {
            String name = fragments.get(i).name();
            Integer earlier = name == null ? null : byName.put(name, i);
            if (earlier != null) {
                throw new DeploymentException(fragments.get(i).descriptor().location(), "fragment name \"" + name
                        + "\" is also that of " + fragments.get(earlier).jar() + "; rename one, or order the fragments "
                        + "by <absolute-ordering> in WEB-INF/web.xml");
            }
        }
    }

    private void read(int fragment) {
        Element ordering = fragments.get(fragment).descriptor().child("ordering");
        Element before = ordering == null ? null : ordering.child("before");
        Element after = ordering == null ? null : ordering.child("after");
        for (Integer other : meant(before)) {
            precedes[fragment][other] = true;
        }
        for (Integer other : meant(after)) {
            precedes[other][fragment] = true;
        }
        if (before != null && before.has("others")) {
            group[fragment] = FIRST;
        } else if (after != null && after.has("others")) {
            group[fragment] = LAST;
        }
    }

    private List<Integer> meant(Element names) {
        return names == null ? List.of()
                : names.texts("name").stream().map(byName::get).filter(found -> found != null).toList();
    }

    private void spreadGroups() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int a = 0; a < group.length; a++) {
                for (int b = 0; b < group.length; b++) {
                    changed |= precedes[a][b] && spread(a, b);
                }
            }
        }
    }

    private boolean spread(int earlier, int later) {
        if (group[later] == FIRST && group[earlier] == 0) {
            group[earlier] = FIRST;
            return true;
        }
        if (group[earlier] == LAST && group[later] == 0) {
            group[later] = LAST;
            return true;
        }
        return false;
    }

    private List<Fragment> sort() {
        List<Fragment> sorted = new ArrayList<>(fragments.size());
        boolean[] placed = new boolean[fragments.size()];
        for (int next = next(placed); sorted.size() < fragments.size(); next = next(placed)) {
            if (next < 0) {
                throw circular(placed);
            }
            placed[next] = true;
            sorted.add(fragments.get(next));
        }
        return sorted;
    }

    /** The first fragment of the lowest group left that nobody left must precede; -1 if there is none. */
    private int next(boolean[] placed) {
        int lowest = lowestGroup(placed);
        for (int i = 0; i < placed.length; i++) {
            if (!placed[i] && group[i] == lowest && isFree(i, placed)) {
                return i;
            }
        }
        return -1;
    }

    private int lowestGroup(boolean[] placed) {
        int lowest = LAST;
        for (int i = 0; i < placed.length; i++) {
            lowest = placed[i] ? lowest : Math.min(lowest, group[i]);
        }
        return lowest;
    }

    private boolean isFree(int fragment, boolean[] placed) {
        for (int other = 0; other < placed.length; other++) {
            if (!placed[other] && precedes[other][fragment]) {
                return false;
            }
        }
        return true;
    }

    private DeploymentException circular(boolean[] placed) {
        boolean[] open = Arrays.copyOf(placed, placed.length);
        boolean removed = true;
        while (removed) {                        // who is free, or is followed by nobody, is not part of a circle
            removed = false;
            for (int i = 0; i < open.length; i++) {
                if (!open[i] && !isCaught(i, open)) {
                    open[i] = true;
                    removed = true;
                }
            }
        }
        List<Fragment> circle = new ArrayList<>();
        for (int i = 0; i < open.length; i++) {
            if (!open[i]) {
                circle.add(fragments.get(i));
            }
        }
        return new DeploymentException(circle.get(0).descriptor().location(), "the order of the fragments is circular: "
                + circle.stream().map(Fragment::label).collect(Collectors.joining(", "))
                + "; change their <ordering>, or give an <absolute-ordering> in WEB-INF/web.xml");
    }

    private boolean isCaught(int fragment, boolean[] open) {
        boolean hasEarlier = false;
        boolean hasLater = false;
        for (int other = 0; other < open.length; other++) {
            if (!open[other]) {
                hasEarlier |= comesBefore(other, fragment);
                hasLater |= comesBefore(fragment, other);
            }
        }
        return hasEarlier && hasLater;
    }

    private boolean comesBefore(int a, int b) {
        return precedes[a][b] || group[a] < group[b];
    }
}
