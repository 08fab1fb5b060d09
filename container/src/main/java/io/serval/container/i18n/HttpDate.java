package io.serval.container.i18n;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

import io.serval.http.ImfFixdate;

/**
 * The date format of HTTP (RFC 9110 §5.6.7): reads all three formats, writes IMF-fixdate.
 *
 * <p>Times are milliseconds since the epoch. The text of the second that was formatted last is kept, as answers of one
 * second mostly carry the same date.
 */
public final class HttpDate {
    /** What {@link #parse} returns for a text that is no date. */
    public static final long INVALID = -1;

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int IMF_LENGTH = 29;
    private static final long MIN_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long MAX_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private static volatile Formatted last = new Formatted(0, ImfFixdate.of(0));

    private HttpDate() { }

    private record Formatted(long second, String text) { }

    /** The formats that {@link #parseFixed} does not read; few clients send them, so they are made on need. */
    private static final class Formats {
        static final DateTimeFormatter IMF_FIXDATE =
                DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
        static final DateTimeFormatter ASCTIME =
                DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);
        static final DateTimeFormatter RFC_850 = new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, Year.now(ZoneOffset.UTC).getValue() - 49)
                .appendPattern(" HH:mm:ss 'GMT'").toFormatter(Locale.ENGLISH);

        /** RFC 9110 obliges servers to take the two old formats still. */
        static DateTimeFormatter of(String text) {
            return text.indexOf('-') > 0 ? RFC_850 : text.indexOf(',') > 0 ? IMF_FIXDATE : ASCTIME;
        }
    }

    /** The IMF-fixdate of a time, such as {@code Sun, 06 Nov 1994 08:49:37 GMT}; fractions of a second are cut. */
    public static String format(long millis) {
        long second = Math.floorDiv(millis, 1000L);
        Formatted known = last;
        if (known.second != second) {
            known = new Formatted(second, ImfFixdate.of(clamp(second)));
            last = known;
        }
        return known.text;
    }

    /** The time a field value means, or {@link #INVALID} if it is {@code null} or in none of the three formats. */
    public static long parse(String text) {
        if (text == null) {
            return INVALID;
        }
        long fixed = text.length() == IMF_LENGTH ? parseFixed(text) : INVALID;
        return fixed != INVALID ? fixed : parseAny(text.trim());
    }

    /** The format that everybody sends, by position; its day name is not looked at. */
    private static long parseFixed(String text) {
        if (text.charAt(3) != ',' || !text.endsWith(" GMT") || text.charAt(19) != ':' || text.charAt(22) != ':') {
            return INVALID;
        }
        int month = month(text);
        int day = digits(text, 5, 7);
        int year = digits(text, 12, 16);
        int seconds = secondOfDay(digits(text, 17, 19), digits(text, 20, 22), digits(text, 23, 25));
        if (month < 0 || day < 1 || year < 0 || seconds < 0 || day > lengthOfMonth(year, month)) {
            return INVALID;
        }
        return daysToMillis(year, month, day) + seconds * 1000L;
    }

    private static int month(String text) {
        for (int i = 0; i < 12; i++) {
            if (MONTHS.regionMatches(i * 3, text, 8, 3)) {
                return i + 1;
            }
        }
        return -1;
    }

    private static int secondOfDay(int hour, int minute, int second) {
        // A leap second (60) is legal and counts as the next minute's first.
        boolean valid = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
        return valid ? hour * 3600 + minute * 60 + second : -1;
    }

    private static int lengthOfMonth(int year, int month) {
        return YearMonth.of(year, month).lengthOfMonth();
    }

    private static long daysToMillis(int year, int month, int day) {
        return LocalDate.of(year, month, day).toEpochDay() * 86_400_000L;
    }

    private static int digits(String text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static long parseAny(String text) {
        try {
            if (text.indexOf(',') == 3) {
                // Robust as RFC 9110 encourages: days of one digit, and other zones, are what mail programs send.
                return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)).toEpochMilli();
            }
            TemporalAccessor parsed = Formats.of(text).parse(text);
            return LocalDateTime.from(parsed).toEpochSecond(ZoneOffset.UTC) * 1000L;
        } catch (DateTimeParseException e) {
            return INVALID;
        }
    }

    /** The format has four digits for the year. */
    private static long clamp(long second) {
        return Math.max(MIN_SECOND, Math.min(MAX_SECOND, second));
    }
}
