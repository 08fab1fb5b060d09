package io.serval.connector;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.serval.http.FieldName;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Responses that tell their clients what the time went to. */
class ServerTimingIT {
    private static final FieldName FIELD = FieldName.of("Server-Timing");
    private static final String DURATION = ";dur=\\d+\\.\\d{3}";

    private static HttpResponse<String> get(HttpConnector connector, HttpClient.Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.localPort() + "/"))
                .build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpConnector start(boolean told) throws IOException {
        HttpConnector connector = new HttpConnector(ConnectorConfig.DEFAULT.withAddress("127.0.0.1")
                .withHttp2(Http2Config.DEFAULT.withUpgrade(true))
                .withObservation(ObservationConfig.DEFAULT.withServerTiming(told)), exchange -> {
                    exchange.response().fields().add(FIELD, "db;dur=3");
                    exchange.response().write(new byte[] {'o', 'k'}, 0, 2);
                });
        connector.start();
        return connector;
    }

    @ParameterizedTest @EnumSource(HttpClient.Version.class)
    void theStagesStandInTheResponseBesideThoseOfTheApplication(HttpClient.Version version) throws Exception {
        HttpConnector connector = start(true);
        try {
            HttpResponse<String> response = get(connector, version);
            assertEquals(version, response.version());
            List<String> told = response.headers().allValues("Server-Timing");
            assertEquals("db;dur=3", told.get(0));
            assertTrue(told.get(1).matches("head" + DURATION + ", content" + DURATION + ", queue" + DURATION + ", app"
                    + DURATION + ", total" + DURATION), told.get(1));
        } finally {
            connector.stop();
        }
    }

    @Test void nothingIsToldUnlessItIsAskedFor() throws Exception {
        HttpConnector connector = start(false);
        try {
            assertEquals(List.of("db;dur=3"),
                    get(connector, HttpClient.Version.HTTP_1_1).headers().allValues("Server-Timing"));
        } finally {
            connector.stop();
        }
    }
}
