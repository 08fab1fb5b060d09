package io.serval.container.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import jakarta.servlet.descriptor.JspConfigDescriptor;
import jakarta.servlet.descriptor.JspPropertyGroupDescriptor;
import jakarta.servlet.descriptor.TaglibDescriptor;

import io.serval.container.descriptor.JspPropertyGroup;
import io.serval.container.descriptor.WebAppDescriptor;

/** What a descriptor says about pages (Servlet 6.1 §14.4.11). Immutable; collections are copies. */
final class JspConfigImpl implements JspConfigDescriptor {
    private final WebAppDescriptor descriptor;

    private JspConfigImpl(WebAppDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** @return {@code null} if the descriptor says nothing about pages */
    static JspConfigDescriptor of(WebAppDescriptor descriptor) {
        boolean empty = descriptor.taglibs().isEmpty() && descriptor.jspPropertyGroups().isEmpty();
        return empty ? null : new JspConfigImpl(descriptor);
    }

    @Override public Collection<TaglibDescriptor> getTaglibs() {
        List<TaglibDescriptor> taglibs = new ArrayList<>();
        descriptor.taglibs().forEach((uri, location) -> taglibs.add(new Taglib(uri, location)));
        return taglibs;
    }

    @Override public Collection<JspPropertyGroupDescriptor> getJspPropertyGroups() {
        List<JspPropertyGroupDescriptor> groups = new ArrayList<>();
        descriptor.jspPropertyGroups().forEach(group -> groups.add(new PropertyGroup(group)));
        return groups;
    }

    private record Taglib(String uri, String location) implements TaglibDescriptor {
        @Override public String getTaglibURI() {
            return uri;
        }

        @Override public String getTaglibLocation() {
            return location;
        }
    }

    private record PropertyGroup(JspPropertyGroup group) implements JspPropertyGroupDescriptor {
        @Override public Collection<String> getUrlPatterns() {
            return new ArrayList<>(group.urlPatterns());
        }

        @Override public String getElIgnored() {
            return group.elIgnored();
        }

        @Override public String getErrorOnELNotFound() {
            return group.errorOnElNotFound();
        }

        @Override public String getPageEncoding() {
            return group.pageEncoding();
        }

        @Override public String getScriptingInvalid() {
            return group.scriptingInvalid();
        }

        @Override public String getIsXml() {
            return group.isXml();
        }

        @Override public Collection<String> getIncludePreludes() {
            return new ArrayList<>(group.includePreludes());
        }

        @Override public Collection<String> getIncludeCodas() {
            return new ArrayList<>(group.includeCodas());
        }

        @Override public String getDeferredSyntaxAllowedAsLiteral() {
            return group.deferredSyntaxAllowedAsLiteral();
        }

        @Override public String getTrimDirectiveWhitespaces() {
            return group.trimDirectiveWhitespaces();
        }

        @Override public String getDefaultContentType() {
            return group.defaultContentType();
        }

        @Override public String getBuffer() {
            return group.buffer();
        }

        @Override public String getErrorOnUndeclaredNamespace() {
            return group.errorOnUndeclaredNamespace();
        }
    }
}
