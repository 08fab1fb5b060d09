package io.serval.connector.http1;
import io.serval.http.*;
final class ResponseHeadWriter {
    ResponseHeadWriter(Http1Settings s) { }
    void write(HeadSink sink, Http1Head head, Http1Response r, long length, boolean chunked, boolean persistent, boolean upgraded) {
        sink.put(HeadSink.ascii("HTTP/1.1 " + r.status() + " " + Status.reason(r.status()) + "\r\n"));
        Fields f = r.fields();
        for (int i = 0; i < f.size(); i++) { if (f.name(i).equals("Content-Length")) continue; sink.put(HeadSink.ascii(f.name(i) + ": " + f.value(i) + "\r\n")); }
        if (chunked) sink.put(HeadSink.ascii("Transfer-Encoding: chunked\r\n"));
        else if (length >= 0) sink.put(HeadSink.ascii("Content-Length: " + length + "\r\n"));
        if (upgraded) sink.put(HeadSink.ascii("Connection: upgrade\r\n"));
        else if (!persistent) sink.put(HeadSink.ascii("Connection: close\r\n"));
        sink.putLineEnd();
    }
    void interim(HeadSink sink, int code, Fields f) { sink.put(HeadSink.ascii("HTTP/1.1 " + code + " " + Status.reason(code) + "\r\n\r\n")); }
    void trailers(HeadSink sink, Fields f) { for (int i = 0; i < f.size(); i++) sink.put(HeadSink.ascii(f.name(i) + ": " + f.value(i) + "\r\n")); }
}
