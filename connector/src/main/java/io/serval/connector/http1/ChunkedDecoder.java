package io.serval.connector.http1;
import io.serval.http.*;
final class ChunkedDecoder {
    private int state; private long left; private boolean any; private int consumed; private boolean finished; private int line;
    ChunkedDecoder(Http1Settings s) { }
    void reset() { state = 0; left = 0; finished = false; line = 0; }
    int consumed() { return consumed; }
    boolean isFinished() { return finished; }
    Fields trailers() { return Fields.EMPTY; }
    int decode(byte[] b, int start, int end, byte[] t, int off, int room) throws HttpException {
        int at = start; int done = 0;
        while (at < end && !finished) {
            if (state == 0) { byte c = b[at++]; if (c == '\n') { if (left == 0) { state = 3; line = 0; } else state = 1; } else if (c != '\r') { int d = Octets.hexDigit(c); if (d < 0) throw new HttpException(Status.BAD_REQUEST, "chunk"); left = left * 16 + d; } }
            else if (state == 1) { if (done == room) break; int n = (int) Math.min(Math.min(left, end - at), room - done); System.arraycopy(b, at, t, off + done, n); at += n; done += n; left -= n; if (left == 0) { state = 2; } }
            else if (state == 2) { if (b[at++] == '\n') { state = 0; } }
            else { byte c = b[at++]; if (c == '\n') { if (line == 0) finished = true; line = 0; } else if (c != '\r') line++; }
        }
        consumed = at - start;
        return done;
    }
}
