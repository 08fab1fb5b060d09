/** The content coding zstd. */
module io.serval.zstd {
    requires io.serval.connector;
    requires com.github.luben.zstd_jni;

    provides io.serval.connector.coding.spi.ContentCoding with io.serval.zstd.ZstdCoding;
}
