package io.serval.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;

import io.serval.examples.page.Result;

/** Takes files, tells what came, keeps nothing. Up to 64 KiB stay in memory, up to 1 MiB a file, 2 MiB together. */
@WebServlet("/upload")
@MultipartConfig(fileSizeThreshold = 64 << 10, maxFileSize = 1 << 20, maxRequestSize = 2 << 20)
public final class UploadServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Result.titled("Nothing here yet").say("Choose a file and send it.").send(request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Collection<Part> parts;
        try {
            parts = request.getParts();
        } catch (IllegalStateException overLimit) {         // the specification's way to say "too large"
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "At most 1 MiB a file, please");
            return;
        }
        Result result = Result.titled("Received");
        for (Part part : parts) {
            if (part.getSubmittedFileName() != null && part.getSize() > 0) {
                describe(part, result);
            }
        }
        result.send(request, response);                     // the container deletes the parts after this
    }

    private static void describe(Part part, Result result) throws IOException {
        result.fact("File", part.getSubmittedFileName())
                .fact("Type, as the browser says", part.getContentType())
                .fact("Bytes", part.getSize())
                .fact("SHA-256", digest(part));
    }

    private static String digest(Part part) throws IOException {
        MessageDigest sha256 = sha256();
        try (InputStream content = new DigestInputStream(part.getInputStream(), sha256)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
