package io.serval.connector.http1;
import io.serval.http.*;
final class Http1Head implements RequestHead {
    private String method = ""; private RequestTarget target = RequestTarget.origin("", null); private HttpVersion version = HttpVersion.HTTP_1_1; private HeaderFields fields = new HeaderFields();
    Http1Head(HeadLimits l) { }
    void reset() { method = ""; fields.clear(); }
    void parse(byte[] b, int start, int end) throws HttpException {
        String[] lines = Octets.text(b, start, end).split("\r\n");
        String[] r = lines[0].split(" ");
        if (r.length != 3) throw new HttpException(Status.BAD_REQUEST, "bad line");
        method = r[0]; int q = r[1].indexOf('?');
        target = q < 0 ? RequestTarget.origin(r[1], null) : RequestTarget.origin(r[1].substring(0, q), r[1].substring(q + 1));
        version = r[2].equals("HTTP/1.1") ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
        for (int i = 1; i < lines.length; i++) { int c = lines[i].indexOf(':'); fields.add(FieldName.of(lines[i].substring(0, c)), lines[i].substring(c + 1).trim()); }
    }
    Framing framing() { return "chunked".equals(fields.get(FieldName.TRANSFER_ENCODING)) ? Framing.CHUNKED : contentLength() > 0 ? Framing.FIXED : Framing.NONE; }
    boolean isHead() { return method.equals("HEAD"); }
    boolean isPersistent() { String c = fields.get(FieldName.CONNECTION); return version == HttpVersion.HTTP_1_1 ? !"close".equals(c) : "keep-alive".equalsIgnoreCase(c); }
    boolean expectsContinue() { return fields.get(FieldName.EXPECT) != null; }
    @Override public String method() { return method; }
    @Override public RequestTarget target() { return target; }
    @Override public HttpVersion version() { return version; }
    @Override public Fields fields() { return fields; }
    @Override public long contentLength() { String s = fields.get(FieldName.CONTENT_LENGTH); return s == null ? -1 : Long.parseLong(s); }
    @Override public String authority() { return ""; }
}
