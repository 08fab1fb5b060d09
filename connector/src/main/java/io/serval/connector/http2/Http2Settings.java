package io.serval.connector.http2;

/**
 * What HTTP/2 is told by the connector's configuration. Sizes in bytes, times in nanoseconds, where 0 means no limit.
 *
 * @param maxConcurrentStreams most streams a client may have open ({@code maxConcurrentStreams}, 100)
 * @param maxExecution         most requests of a connection that workers serve at a time
 *                             ({@code maxConcurrentStreamExecution}, 20)
 * @param streamWindow         what a client may send on a stream before it is read ({@code initialWindowSize}, 256 KiB)
 * @param maxStreamWindow      to what a stream's window may grow on a fast and long way ({@code maxWindowSize}, 16 MiB)
 * @param connectionWindow     what a client may send on all streams before the loop has seen it (1 MiB)
 * @param contentBudget        content of all connections that may wait to be read before windows stop opening
 *                             ({@code maxBufferedContent}, 128 MiB)
 * @param maxFieldSection      largest field section, counted as §6.5.2 says ({@code maxHeaderSize}, 8192)
 * @param maxFields            most field lines of a section ({@code maxHeaderCount}, 100)
 * @param headerTableSize      dynamic table of the decoder ({@code headerTableSize}, 4096)
 * @param assembledContent     content up to this size is assembled by the loop before a worker is taken
 * @param maxResponseHead      largest response head
 * @param serverField          value of the Server field, or {@code null}
 * @param maxBlock             largest header block as it is sent; what is larger than {@code maxFieldSection} and not
 *                             than this is answered with 431, beyond it the connection ends
 * @param abuse                how often the client may send what costs it nothing
 * @param headNanos            from the first to the last frame of a header block
 * @param contentNanos         between two reads of content
 * @param writeNanos           without progress while a response waits for the client
 * @param keepAliveNanos       idle without a stream ({@code keepAliveTimeout})
 * @param rates                how slow a client may be
 */
public record Http2Settings(int maxConcurrentStreams, int maxExecution, int streamWindow, int maxStreamWindow,
                            int connectionWindow, long contentBudget, int maxFieldSection, int maxFields,
                            int headerTableSize, int assembledContent, int maxResponseHead,
                            String serverField, int maxBlock, AbuseGuard.Limits abuse, long headNanos,
                            long contentNanos, long writeNanos, long keepAliveNanos, Rates rates) {
    /**
     * What a connection must bring or take while it is waited for; its streams share it.
     *
     * @param request    bytes of content a second, 0 for any ({@code minRequestDataRate}, 240)
     * @param response   bytes of responses a second, 0 for any ({@code minResponseDataRate}, 240)
     * @param graceNanos may be waited whatever the rate ({@code dataRateGracePeriod})
     */
    public record Rates(long request, long response, long graceNanos) { }
}
