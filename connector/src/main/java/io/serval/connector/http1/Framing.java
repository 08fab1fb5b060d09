package io.serval.connector.http1;
enum Framing { NONE, FIXED, CHUNKED }
