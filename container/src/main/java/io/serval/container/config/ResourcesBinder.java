package io.serval.container.config;

import java.util.ArrayList;
import java.util.List;

import io.serval.container.config.ResourceSettings.Kind;
import io.serval.container.config.ResourceSettings.Place;
import io.serval.container.config.ResourceSettings.Root;
import io.serval.container.xml.Element;

/** Reads {@code Resources} elements and the roots in them. */
final class ResourcesBinder extends Binder {
    ResourcesBinder(ConfigProblems problems) {
        super(problems);
    }

    ResourceSettings bind(Element element, ResourceSettings base) {
        AttributeReader attributes = attributes(element);
        long cache = attributes.number("cacheMaxSize", base.cacheMaxBytes() >> 10, 0, Integer.MAX_VALUE) << 10;
        long object = attributes.number("cacheObjectMaxSize", cache / 20 >> 10, 0, Integer.MAX_VALUE) << 10;
        ResourceSettings settings = new ResourceSettings(attributes.flag("allowLinking", base.allowLinking()),
                attributes.flag("cachingAllowed", base.caching()), cache, object,
                attributes.millis("cacheTtl", base.cacheTtl()), roots(element, base));
        checkClass(element, attributes);
        attributes.accept(List.of("trackLockedFiles", "archiveIndexStrategy", "readOnly"));
        attributes.finish();
        return settings;
    }

    private List<Root> roots(Element element, ResourceSettings base) {
        List<Root> roots = new ArrayList<>(base.roots());
        for (Element child : element.children()) {
            switch (child.name()) {
                case "PreResources" -> roots.add(root(child, Place.PRE));
                case "JarResources" -> roots.add(root(child, Place.JAR));
                case "PostResources" -> roots.add(root(child, Place.POST));
                default -> unknownChild(element, child, List.of("PreResources", "JarResources", "PostResources"));
            }
        }
        return roots;
    }

    private Root root(Element element, Place place) {
        AttributeReader attributes = attributes(element);
        Kind kind = switch (simpleName(attributes.required("className", ""))) {
            case "JarResourceSet", "WarResourceSet", "JarWarResourceSet" -> Kind.ARCHIVE;
            case "FileResourceSet" -> Kind.FILE;
            case "EmptyResourceSet" -> Kind.EMPTY;
            default -> Kind.DIRECTORY;
        };
        String base = kind == Kind.EMPTY ? "" : attributes.required("base", "");
        String mount = attributes.text("webAppMount", "/");
        Root root = new Root(place, kind, base, attributes.text("internalPath", ""),
                mount.isEmpty() ? "/" : mount, attributes.flag("classLoaderOnly", false), element.location());
        attributes.accept(List.of("readOnly", "archivePath", "allowLinking"));
        attributes.finish();
        return root;
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
