package io.serval.http;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The date format of HTTP (RFC 9110 §5.6.7), such as {@code Sun, 06 Nov 1994 08:49:37 GMT}. Written by position and
 * not by a {@code DateTimeFormatter}, which would load the names of all locales first: every server needs a date for
 * its first answer.
 */
public final class ImfFixdate {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private ImfFixdate() { }

    /** @param epochSecond within the years 1 to 9999, as the format has four digits for the year */
    public static String of(long epochSecond) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(29);
        name(text, DAYS, time.getDayOfWeek().getValue()).append(", ");
        digits(text, time.getDayOfMonth(), 2).append(' ');
        name(text, MONTHS, time.getMonthValue()).append(' ');
        digits(text, time.getYear(), 4).append(' ');
        digits(text, time.getHour(), 2).append(':');
        digits(text, time.getMinute(), 2).append(':');
        return digits(text, time.getSecond(), 2).append(" GMT").toString();
    }

    private static StringBuilder name(StringBuilder text, String names, int number) {
        return text.append(names, number * 3 - 3, number * 3);
    }

    private static StringBuilder digits(StringBuilder text, int value, int count) {
        for (int unit = count == 4 ? 1_000 : 10; unit > 0; unit /= 10) {
            text.append((char) ('0' + value / unit % 10));
        }
        return text;
    }
}
