package io.serval.examples.page;

/** What all pages have in common. Arguments are HTML already. */
final class Layout {
    private Layout() { }

    static String head(String title, String contextPath) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <title>%s</title>
                  <link rel="icon" href="%2$s/favicon.svg" type="image/svg+xml">
                  <link rel="stylesheet" href="%2$s/serval.css">
                  <link rel="stylesheet" href="%2$s/examples.css">
                </head>
                """.formatted(title, contextPath);
    }

    static String top(String contextPath) {
        return """
                <body>
                <a class="skip" href="#main">Skip to content</a>
                <header class="top"><div class="wrap">
                  <a class="brand" href="%1$s/"><img src="%1$s/favicon.svg" width="36" height="36" alt="">
                    Serval examples</a>
                  <nav aria-label="Main"><a href="%1$s/">All examples</a> <a href="/">Server</a></nav>
                </div></header>
                <main class="wrap" id="main">
                """.formatted(contextPath);
    }

    static String bottom() {
        return """
                </main>
                <footer class="wrap">Serval, a Jakarta Servlet 6.1 container. Apache License 2.0.</footer>
                </body>
                </html>
                """;
    }
}
