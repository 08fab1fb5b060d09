package io.serval.connector.http1;

/**
 * How large a head may be. Sizes in bytes.
 *
 * @param maxRequestLine  longest request line without its line end, answered with 414
 * @param maxFieldSection largest head from the request line to the empty line, answered with 431; with 414 when the
 *                        request line alone is larger
 * @param maxFields       most field lines, answered with 431
 */
record HeadLimits(int maxRequestLine, int maxFieldSection, int maxFields) {
    /** 8192 bytes each and 100 field lines. */
    static final HeadLimits DEFAULT = new HeadLimits(8_192, 8_192, 100);
}
