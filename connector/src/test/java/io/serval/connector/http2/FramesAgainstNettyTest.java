package io.serval.connector.http2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import org.junit.jupiter.api.Test;

import io.serval.http.FieldName;
import io.serval.http.HeaderFields;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Conversations in which Netty's codec is the client: it writes what we read, and reads what we write. */
class FramesAgainstNettyTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext context = channel.pipeline().firstContext();
    private final DefaultHttp2FrameWriter writer = new DefaultHttp2FrameWriter();
    private final DefaultHttp2FrameReader reader =
            new DefaultHttp2FrameReader(new DefaultHttp2HeadersDecoder(true, 100_000));
    private final List<String> seen = new ArrayList<>();

    /** Writes down what Netty understands. */
    private final class Listener extends Http2FrameAdapter {
        @Override public int onDataRead(ChannelHandlerContext of, int streamId, ByteBuf data, int padding,
                                        boolean end) {
            seen.add("data " + streamId + " " + data.readableBytes() + (end ? " end" : ""));
            return data.readableBytes() + padding;
        }

        @Override public void onHeadersRead(ChannelHandlerContext of, int streamId, Http2Headers headers, int padding,
                                            boolean end) {
            seen.add("headers " + streamId + " " + headers.status() + " " + headers.get("x-large") + (end ? " end"
                    : ""));
        }

        @Override public void onRstStreamRead(ChannelHandlerContext of, int streamId, long code) {
            seen.add("reset " + streamId + " " + code);
        }

        @Override public void onSettingsRead(ChannelHandlerContext of, Http2Settings settings) {
            seen.add("settings " + settings.maxConcurrentStreams() + " " + settings.initialWindowSize());
        }

        @Override public void onSettingsAckRead(ChannelHandlerContext of) {
            seen.add("settings ack");
        }

        @Override public void onPingAckRead(ChannelHandlerContext of, long data) {
            seen.add("ping ack " + data);
        }

        @Override public void onGoAwayRead(ChannelHandlerContext of, int last, long code, ByteBuf debug) {
            seen.add("goaway " + last + " " + code);
        }

        @Override public void onWindowUpdateRead(ChannelHandlerContext of, int streamId, int increment) {
            seen.add("window " + streamId + " " + increment);
        }
    }

    /** What Netty has written since the last time. */
    private byte[] written() {
        channel.flush();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        return ByteBufUtil.getBytes(all);
    }

    private List<String> understood(byte[] bytes) throws Exception {
        reader.configuration().frameSizePolicy().maxFrameSize(20_000);
        ByteBuf input = Unpooled.wrappedBuffer(bytes);
        while (input.isReadable()) {
            int before = input.readerIndex();
            reader.readFrame(context, input, new Listener());
            if (input.readerIndex() == before) {
                throw new IOException("Netty does not understand the rest: " + ByteBufUtil.hexDump(input));
            }
        }
        return seen;
    }

    private static Http2Headers request(String method, String path) {
        return new DefaultHttp2Headers().method(method).scheme("http").authority("a").path(path);
    }

    @Test
    void bothUnderstandEachOther() throws Exception {
        try (H2Wire wire = new H2Wire(FramesAgainstNettyTest::serve)) {
            wire.send(FrameBytes.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
            writer.writeSettings(context, new Http2Settings().headerTableSize(100).maxFrameSize(20_000), context
                    .newPromise());
            writer.writeSettingsAck(context, context.newPromise());
            writer.writePing(context, false, 77, context.newPromise());
            writer.writeHeaders(context, 1, request("GET", "/"), 17, true, context.newPromise());
            writer.writeHeaders(context, 3, request("POST", "/"), 0, (short) 16, false, 5, false, context.newPromise());
            writer.writeData(context, 3, Unpooled.wrappedBuffer(new byte[1_000]), 200, true, context.newPromise());
            writer.writeHeaders(context, 5, request("GET", "/large").add("x", "y".repeat(6_000)), 0, true, context
                    .newPromise());
            writer.writeHeaders(context, 7, request("GET", "/tail"), 0, true, context.newPromise());
            writer.writePriority(context, 9, 0, (short) 1, false, context.newPromise());
            writer.writeFrame(context, (byte) 0x55, 9, new Http2Flags(), Unpooled.wrappedBuffer(new byte[9]), context
                    .newPromise());
            writer.writeWindowUpdate(context, 0, 1_000, context.newPromise());
            writer.writeHeaders(context, 9, new DefaultHttp2Headers().method("GET"), 0, true, context.newPromise());
            writer.writeHeaders(context, 11, request("POST", "/"), 0, false, context.newPromise());
            writer.writeRstStream(context, 11, 8, context.newPromise());
            writer.writeGoAway(context, 0, 0, Unpooled.EMPTY_BUFFER, context.newPromise());
            wire.send(written());
            assertEquals(List.of("settings 20 65535", "window 0 " + ((1 << 20) - 65_535), "settings ack", "ping ack 77",
                    "reset 9 1", "headers 1 200 null", "data 1 7 end", "headers 3 200 null", "data 3 1007 end",
                    "headers 5 200 " + "v".repeat(30_000), "data 5 7 end", "headers 7 200 null", "data 7 7",
                    "headers 7 null null end"), understood(wire.transport.written()));
            assertEquals(H2Wire.NOTHING_LEFT, wire.leftovers());
        }
    }

    private static void serve(io.serval.http.HttpExchange exchange) throws IOException {
        String path = exchange.head().target().path();
        if (path.equals("/large")) {
            exchange.response().fields().set(FieldName.of("X-Large"), "v".repeat(30_000));
        } else if (path.equals("/tail")) {
            HeaderFields trailers = new HeaderFields();
            trailers.set(FieldName.of("Sum"), "1");
            exchange.response().trailers(() -> trailers);
        }
        byte[] content = H2Wire.readAll(exchange);
        exchange.response().write(new byte[content.length + 7], 0, content.length + 7);
    }
}
