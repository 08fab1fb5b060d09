package io.serval.connector.http1;

/**
 * What may surround chunked content. Sizes in bytes.
 *
 * @param maxExtensions     most bytes of chunk extensions of a message, answered with 400
 * @param maxTrailerSection largest trailer section, answered with 431
 * @param maxTrailerFields  most field lines in it, answered with 431
 */
record ChunkLimits(int maxExtensions, int maxTrailerSection, int maxTrailerFields) {
    /** 8192 bytes each and 100 field lines. */
    static final ChunkLimits DEFAULT = new ChunkLimits(8_192, 8_192, 100);
}
