package io.serval.container.config;

import java.util.Locale;

/**
 * An attribute as it holds, for an administrator who asks.
 *
 * @param name   of the attribute
 * @param value  what holds; passwords are hidden
 * @param origin file, line and column, or the environment variable; empty for the default
 */
public record Setting(String name, String value, String origin) {
    public Setting {
        value = name.toLowerCase(Locale.ROOT).contains("pass") && !name.endsWith("File") ? "********" : value;
    }
}
