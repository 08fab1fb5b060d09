package io.serval.container.resource;

/** A resource under another path. */
final class MountedResource extends ResourceView {
    private final String path;

    MountedResource(String path, WebResource resource) {
        super(resource);
        this.path = path;
    }

    @Override public String path() {
        return path;
    }

    @Override public String name() {
        return ResourcePath.name(path);
    }
}
