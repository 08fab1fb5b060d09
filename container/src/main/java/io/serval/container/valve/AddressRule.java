package io.serval.container.valve;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which addresses are meant: ranges, or a regular expression for their text. Immutable. */
interface AddressRule {
    /** Matches nothing. */
    AddressRule NONE = address -> false;

    boolean matches(InetAddress address);

    /**
     * Reads ranges with commas or blanks between.
     *
     * @throws IllegalArgumentException saying which is none
     */
    static AddressRule ofRanges(String text) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String each : text.split("[,\\s]+")) {
            if (!each.isEmpty()) {
                ranges.add(AddressRange.parse(each));
            }
        }
        return address -> {
            for (int i = 0; i < ranges.size(); i++) {
                if (ranges.get(i).contains(address)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Reads ranges, or if the text is none a regular expression; an empty text matches nothing. */
    static AddressRule of(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        if (text.matches("[0-9A-Fa-f:./,\\s]+") && !text.contains("..")) {
            return ofRanges(text);
        }
        Pattern pattern = pattern(text);
        return address -> pattern.matcher(address.getHostAddress()).matches();
    }

    /** @throws IllegalArgumentException if it is no regular expression */
    static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("it is no regular expression: " + e.getDescription(), e);
        }
    }
}
