package io.serval.container.frameworks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.http.HttpSession;

import io.restassured.http.Cookies;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.CharacterEncodingFilter;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import io.serval.container.Serval;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What Spring MVC asks of a container: it knows nothing of Serval, and drives the API harder than our own tests. */
@Timeout(60)
class SpringMvcIT {
    private static final int DEFERRED_MILLIS = 100;

    private static ExecutorService threads;
    private static Serval server;

    @Configuration
    @EnableWebMvc
    static class Web {
        @Bean Controller controller() {
            return new Controller();
        }

        @Bean StandardServletMultipartResolver multipartResolver() {
            return new StandardServletMultipartResolver();
        }
    }

    @RestController
    static class Controller {
        private final DeferredResult<String> never = new DeferredResult<>((long) DEFERRED_MILLIS);

        @GetMapping("/hello") String hello(@RequestParam(name = "name", defaultValue = "world") String name) {
            return "hello " + name;
        }

        @PostMapping("/echo") String echo(@RequestBody String text) {
            return text;
        }

        @PostMapping("/upload") String upload(@RequestParam("file") MultipartFile file,
                @RequestParam("title") String title) {
            return title + ": " + file.getOriginalFilename() + ", " + file.getSize();
        }

        @GetMapping("/callable") Callable<String> callable() {
            return () -> "from another thread";
        }

        @GetMapping("/deferred") DeferredResult<String> deferred() {
            DeferredResult<String> result = new DeferredResult<>(30_000L);
            threads.execute(() -> result.setResult("later"));
            return result;
        }

        @GetMapping("/future") CompletableFuture<String> future() {
            return CompletableFuture.supplyAsync(() -> {
                throw new IllegalStateException("failed on another thread");
            }, threads);
        }

        @GetMapping("/never") DeferredResult<String> never() {
            return never;
        }

        @GetMapping("/stream") StreamingResponseBody stream() {
            return out -> {
                for (int i = 0; i < 1000; i++) {
                    out.write(("line " + i + '\n').getBytes(StandardCharsets.US_ASCII));
                    if (i % 100 == 0) {
                        out.flush();
                    }
                }
            };
        }

        @GetMapping("/events") SseEmitter events() {
            SseEmitter emitter = new SseEmitter();
            threads.execute(() -> {
                try {
                    for (int i = 0; i < 3; i++) {
                        emitter.send("event " + i);
                    }
                    emitter.complete();
                } catch (IOException e) {
                    emitter.completeWithError(e);
                }
            });
            return emitter;
        }

        @GetMapping("/count") String count(HttpSession session) {
            Integer seen = (Integer) session.getAttribute("seen");
            int now = seen == null ? 1 : seen + 1;
            session.setAttribute("seen", now);
            return String.valueOf(now);
        }

        @GetMapping("/fail") String fail() {
            throw new IllegalStateException("failed");
        }

        @ExceptionHandler @ResponseStatus(HttpStatus.CONFLICT) String failed(IllegalStateException e) {
            return e.getMessage();
        }
    }

    @BeforeAll static void start() throws Exception {
        threads = Executors.newCachedThreadPool();
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        context.register(Web.class);
        server = Serval.builder().port(0).context("/app", app -> app
                .filter("/*", new CharacterEncodingFilter("UTF-8", true))
                .filter("/hello", new ShallowEtagHeaderFilter())
                .servlet("spring", new DispatcherServlet(context), registration -> {
                    registration.addMapping("/");
                    registration.setLoadOnStartup(1);
                    registration.setMultipartConfig(new MultipartConfigElement(""));
                })).start();
    }

    @AfterAll static void stop() {
        server.close();
        threads.shutdownNow();
    }

    private static RequestSpecification client() {
        return given().baseUri("http://localhost").port(server.port()).basePath("/app");
    }

    @Test void answersWithParametersAndContentInUtf8() {
        client().queryParam("name", "Zoë").get("/hello").then().statusCode(200).body(equalTo("hello Zoë"));
        client().contentType("text/plain;charset=UTF-8").body("grün").post("/echo").then().body(equalTo("grün"));
    }

    @Test void answers304ToATagThatAFilterMadeOfTheWholeContent() {
        String tag = client().get("/hello").then().header("ETag", notNullValue()).extract().header("ETag");
        client().header("If-None-Match", tag).get("/hello").then().statusCode(304).body(equalTo(""));
    }

    @Test void takesFilesOfAForm() {
        client().multiPart("title", "A file").multiPart("file", "some.txt", new byte[100_000]).post("/upload")
                .then().statusCode(200).body(equalTo("A file: some.txt, 100000"));
    }

    @Test void continuesOnOtherThreads() {
        client().get("/callable").then().body(equalTo("from another thread"));
        client().get("/deferred").then().body(equalTo("later"));
    }

    @Test void failuresOnAnyThreadReachTheHandlersOfTheApplication() {
        client().get("/fail").then().statusCode(409).body(equalTo("failed"));
        client().get("/future").then().statusCode(409).body(equalTo("failed on another thread"));
    }

    @Test void aResultThatNeverComesIsAnsweredWith503() {
        client().get("/never").then().statusCode(503);
    }

    @Test void streamsTextAndEvents() {
        String text = client().get("/stream").then().statusCode(200).extract().asString();
        assertEquals(1000, text.lines().count());
        client().accept("text/event-stream").get("/events").then().contentType("text/event-stream")
                .body(equalTo("data:event 0\n\ndata:event 1\n\ndata:event 2\n\n"));
    }

    @Test void keepsASession() {
        Cookies cookies = client().get("/count").then().body(equalTo("1")).extract().detailedCookies();
        client().cookies(cookies).get("/count").then().body(equalTo("2"));
        client().get("/count").then().body(equalTo("1"));
    }

    @Test void answers404And405ByTheRulesOfTheApplication() {
        client().get("/nothing").then().statusCode(404);
        client().delete("/hello").then().statusCode(405).header("Allow", notNullValue());
    }
}
