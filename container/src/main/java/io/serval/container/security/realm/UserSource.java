package io.serval.container.security.realm;

import java.util.List;

import io.serval.container.config.UserConfig;

/** Where a realm's users come from. Called by any thread. */
public interface UserSource {
    /** All users, if they changed since the last call or this is the first; else {@code null}. */
    List<UserConfig> changed();

    /** Users that never change. */
    static UserSource of(List<UserConfig> users) {
        return new UserSource() {
            private List<UserConfig> next = List.copyOf(users);

            @Override public synchronized List<UserConfig> changed() {
                List<UserConfig> result = next;
                next = null;
                return result;
            }
        };
    }
}
