package io.serval.container.resource;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** An open archive that is closed after its owner has closed it and the last stream from it has ended. */
final class ArchiveHandle {
    private final ZipFile zip;
    /** The owner and the open streams; 0 once the archive is closed. */
    private final AtomicInteger users = new AtomicInteger(1);

    ArchiveHandle(ZipFile zip) {
        this.zip = zip;
    }

    ZipFile zip() {
        return zip;
    }

    InputStream open(ZipEntry entry) throws IOException {
        if (users.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
            throw new IOException(zip.getName() + " is closed; its application was stopped");
        }
        InputStream content = null;
        try {
            content = zip.getInputStream(entry);
        } finally {
            if (content == null) {
                release();
            }
        }
        return new Counted(content);
    }

    /** By the owner, once. */
    void close() {
        release();
    }

    private void release() {
        if (users.decrementAndGet() == 0) {
            try {
                zip.close();
            } catch (IOException e) {
                throw new IllegalStateException(zip.getName() + " cannot be closed", e);
            }
        }
    }

    private final class Counted extends FilterInputStream {
        private boolean closed;

        Counted(InputStream in) {
            super(in);
        }

        @Override public void close() throws IOException {
            if (!closed) {
                closed = true;
                try {
                    super.close();
                } finally {
                    release();
                }
            }
        }
    }
}
