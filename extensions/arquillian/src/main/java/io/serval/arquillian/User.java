package io.serval.arquillian;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jboss.arquillian.container.spi.ConfigurationException;

/** Somebody who may log in. */
record User(String name, String password, Set<String> roles) {
    private static final String FORM = "users must be name:password:role,role one a line or with ; between them, was ";

    /**
     * Reads {@code alice:secret:Manager,Employee; bob:secret:}.
     *
     * @throws ConfigurationException if it is not of that form
     */
    static List<User> list(String text) {
        List<User> users = new ArrayList<>();
        for (String each : text.split("[;\n]")) {
            if (!each.isBlank()) {
                users.add(of(each.strip()));
            }
        }
        return users;
    }

    private static User of(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length < 2 || parts[0].isBlank()) {
            throw new ConfigurationException(FORM + '"' + text + '"');
        }
        String roles = parts.length == 3 ? parts[2].strip() : "";
        return new User(parts[0].strip(), parts[1].strip(),
                roles.isEmpty() ? Set.of() : Set.of(roles.split("\\s*,\\s*")));
    }
}
