package io.serval.container.resource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.serval.container.i18n.HttpDate;

/** Writes the content of a directory as a small page: directories first, then files, by name. */
final class DirectoryListing {
    private static final String STYLE = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;"
            + "padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .8rem "
            + ".2rem 0;border-bottom:1px solid #8884}td+td,th+th{white-space:nowrap}";

    private final WebResources resources;
    private final boolean showServer;

    DirectoryListing(WebResources resources, boolean showServer) {
        this.resources = resources;
        this.showServer = showServer;
    }

    /**
     * @param directory  path with {@code /} at its end
     * @param publicPath the same as the client knows it, with the context path
     * @param order      {@code N}, {@code S} or {@code M}: by name, size or time; {@code null} for by name
     */
    String page(String directory, String publicPath, String order) {
        StringBuilder html = new StringBuilder(1024);
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                + "content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>Index of ");
        html.append(escape(publicPath)).append("</title><style>").append(STYLE).append("</style></head>\n<body><h1>");
        html.append(escape(publicPath)).append("</h1>\n<table><tr><th>Name</th><th>Size</th><th>Last modified</th>");
        html.append("</tr>\n");
        if (directory.length() > 1) {
            html.append("<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n");
        }
        for (WebResource child : children(directory, order)) {
            appendRow(child, html);
        }
        return html.append("</table>").append(showServer ? "<p>Serval</p>" : "").append("</body></html>\n").toString();
    }

    private List<WebResource> children(String directory, String order) {
        List<WebResource> children = new ArrayList<>();
        for (String path : resources.list(directory)) {
            if (!ResourcePath.isClosed(path)) {
                children.add(resources.get(path));
            }
        }
        children.sort(Comparator.comparing(WebResource::isFile).thenComparing(by(order)));
        return children;
    }

    private static Comparator<WebResource> by(String order) {
        Comparator<WebResource> byName = Comparator.comparing(WebResource::name);
        if ("S".equals(order)) {
            return Comparator.comparingLong(WebResource::length).thenComparing(byName);
        }
        return "M".equals(order) ? Comparator.comparingLong(WebResource::lastModified).thenComparing(byName) : byName;
    }

    private static void appendRow(WebResource child, StringBuilder html) {
        String name = child.isDirectory() ? child.name() + '/' : child.name();
        // A first segment with a colon would read as a scheme.
        html.append("<tr><td><a href=\"./").append(escape(ResourcePath.encode(name))).append("\">")
                .append(escape(name)).append("</a></td><td>").append(child.isFile() ? size(child.length()) : "")
                .append("</td><td>").append(child.lastModified() > 0 ? HttpDate.format(child.lastModified()) : "")
                .append("</td></tr>\n");
    }

    private static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int power = Math.min(6, (63 - Long.numberOfLeadingZeros(bytes)) / 10);
        return String.format(Locale.ROOT, "%.1f %siB", bytes / Math.pow(1024, power), " KMGTPE".charAt(power));
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
