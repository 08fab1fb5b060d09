package io.serval.container.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.serval.container.xml.Element;

/** Reads users in the format of {@code tomcat-users.xml}: roles, groups of roles, and users. For one thread. */
public final class UsersXmlReader {
    private static final List<String> CHILDREN = List.of("role", "group", "user");

    private final PropertySubstitution substitution;
    private final ConfigProblems problems;
    private final Binder parts;
    private final Map<String, List<String>> groups = new HashMap<>();

    /** @param problems gets the warnings */
    public UsersXmlReader(PropertySubstitution substitution, ConfigProblems problems) {
        this.substitution = substitution;
        this.problems = problems;
        this.parts = new Binder(problems);
    }

    /** @throws ConfigException naming everything in the file that is not right */
    public List<UserConfig> read(Path file) throws IOException {
        return read(file.toString(), Files.readAllBytes(file));
    }

    /** As {@link #read(Path)}, of a document in memory; {@code file} is its name in messages. */
    public List<UserConfig> read(String file, byte[] document) {
        Element root = new ConfigDocument(substitution, problems).read(file, document);
        List<Element> users = new ArrayList<>();
        for (Element child : root.children()) {
            switch (child.name()) {
                case "role" -> role(child);
                case "group" -> group(child);
                case "user" -> users.add(child);
                default -> parts.unknownChild(root, child, CHILDREN);
            }
        }
        Map<String, UserConfig> byName = new LinkedHashMap<>();
        users.forEach(user -> add(byName, user));
        problems.throwIfFailed(false);
        return List.copyOf(byName.values());
    }

    private void role(Element element) {
        AttributeReader attributes = parts.attributes(element);
        if (!attributes.has("name")) {
            attributes.required("rolename", "");
        }
        attributes.accept(List.of("rolename", "description"));
        attributes.finish();
    }

    private void group(Element element) {
        AttributeReader attributes = parts.attributes(element);
        String name = attributes.has("name") ? attributes.text("name", "") : attributes.required("groupname", "");
        groups.put(name, names(attributes.text("roles", "")));
        attributes.accept(List.of("groupname", "description"));
        attributes.finish();
    }

    private void add(Map<String, UserConfig> users, Element element) {
        AttributeReader attributes = parts.attributes(element);
        String name = attributes.has("name") ? attributes.text("name", "") : attributes.required("username", "");
        Set<String> roles = new LinkedHashSet<>(names(attributes.text("roles", "")));
        for (String group : names(attributes.text("groups", ""))) {
            if (groups.containsKey(group)) {
                roles.addAll(groups.get(group));
            } else {
                attributes.error("groups", "names \"" + group + "\", but the groups are " + groups.keySet());
            }
        }
        UserConfig user = new UserConfig(name, attributes.text("password", ""), List.copyOf(roles));
        attributes.accept(List.of("username", "fullName"));
        attributes.finish();
        if (users.put(name, user) != null) {
            problems.error(element.location(), "user " + name + " is there twice");
        }
    }

    private static List<String> names(String list) {
        return Stream.of(list.split(",")).map(String::strip).filter(each -> !each.isEmpty()).toList();
    }
}
