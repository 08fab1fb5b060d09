package io.serval.connector;

import java.time.Duration;

/**
 * How slow a client may be that sends or takes a byte now and then, and so passes every timeout between two of them.
 * Counted is only the time the server waits for the client, over the content of one message. Names in parentheses are
 * those of the {@code Connector} element.
 *
 * @param request  least bytes of request content a second, answered with 408; 0 for any
 *                 ({@code minRequestDataRate}, 240)
 * @param response least bytes of response a second; then the connection is closed; 0 for any
 *                 ({@code minResponseDataRate}, 240)
 * @param grace    time to wait for the client before a rate is looked at ({@code dataRateGracePeriod}, 5 s)
 */
public record DataRates(int request, int response, Duration grace) {
    public static final DataRates DEFAULT = new DataRates(240, 240, Duration.ofSeconds(5));

    public DataRates {
        if (request < 0 || response < 0) {
            throw new IllegalArgumentException("data rates must not be negative, were " + request + " and " + response);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must not be negative, was " + grace);
        }
    }
}
