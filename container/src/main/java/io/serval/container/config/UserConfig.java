package io.serval.container.config;

import java.util.List;

/**
 * A {@code user} element.
 *
 * @param name     of the user
 * @param password plain, or as the credential handler of the realm expects it
 * @param roles    in declared order, those of groups among them
 */
public record UserConfig(String name, String password, List<String> roles) {
    public UserConfig {
        roles = List.copyOf(roles);
    }

    /** Without the password. */
    @Override public String toString() {
        return "UserConfig[" + name + ", roles " + roles + ']';
    }
}
