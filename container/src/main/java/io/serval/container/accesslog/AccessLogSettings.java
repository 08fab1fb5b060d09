package io.serval.container.accesslog;

import java.nio.file.Path;

/**
 * The attributes of an {@code AccessLogValve}, with Tomcat's names and defaults.
 *
 * @param directory       where the files are ({@code directory}, {@code logs})
 * @param prefix          of the file name ({@code prefix}, {@code access_log})
 * @param suffix          of the file name ({@code suffix}, empty)
 * @param fileDateFormat  what stands between them; a new file begins when it changes ({@code fileDateFormat},
 *                        {@code .yyyy-MM-dd})
 * @param rotatable       whether that is so; else all goes to one file ({@code rotatable}, true)
 * @param renameOnRotate  the file bears its date only when it is done ({@code renameOnRotate}, false)
 * @param maxDays         older files are deleted; -1 keeps all ({@code maxDays}, -1)
 * @param checkExists     a file that somebody moved away is begun anew ({@code checkExists}, false)
 * @param buffered        lines reach the file within a second, together; else at once ({@code buffered}, true)
 * @param pattern         of a line ({@code pattern}, {@code common})
 * @param conditionUnless only requests without that attribute are logged ({@code conditionUnless},
 *                        {@code condition}), or {@code null}
 * @param conditionIf     only requests with that attribute are logged ({@code conditionIf}), or {@code null}
 */
public record AccessLogSettings(Path directory, String prefix, String suffix, String fileDateFormat,
                                boolean rotatable, boolean renameOnRotate, int maxDays, boolean checkExists,
                                boolean buffered, String pattern, String conditionUnless, String conditionIf) {
    /** The defaults, for files in a directory. */
    public static AccessLogSettings in(Path directory) {
        return new AccessLogSettings(directory, "access_log", "", ".yyyy-MM-dd", true, false, -1, false, true,
                "common", null, null);
    }

    public AccessLogSettings withPattern(String pattern) {
        return new AccessLogSettings(directory, prefix, suffix, fileDateFormat, rotatable, renameOnRotate, maxDays,
                checkExists, buffered, pattern, conditionUnless, conditionIf);
    }

    public AccessLogSettings withFile(String prefix, String suffix, String fileDateFormat) {
        return new AccessLogSettings(directory, prefix, suffix, fileDateFormat, rotatable, renameOnRotate, maxDays,
                checkExists, buffered, pattern, conditionUnless, conditionIf);
    }

    public AccessLogSettings withRotation(boolean rotatable, boolean renameOnRotate, int maxDays) {
        return new AccessLogSettings(directory, prefix, suffix, fileDateFormat, rotatable, renameOnRotate, maxDays,
                checkExists, buffered, pattern, conditionUnless, conditionIf);
    }

    public AccessLogSettings withBuffered(boolean buffered) {
        return new AccessLogSettings(directory, prefix, suffix, fileDateFormat, rotatable, renameOnRotate, maxDays,
                checkExists, buffered, pattern, conditionUnless, conditionIf);
    }

    public AccessLogSettings withConditions(String unless, String when) {
        return new AccessLogSettings(directory, prefix, suffix, fileDateFormat, rotatable, renameOnRotate, maxDays,
                checkExists, buffered, pattern, unless, when);
    }

    public AccessLogSettings withCheckExists(boolean checkExists) {
        return new AccessLogSettings(directory, prefix, suffix, fileDateFormat, rotatable, renameOnRotate, maxDays,
                checkExists, buffered, pattern, conditionUnless, conditionIf);
    }
}
