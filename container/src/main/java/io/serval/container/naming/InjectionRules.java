package io.serval.container.naming;

import java.util.List;

import io.serval.container.descriptor.LifecycleCallback;
import io.serval.container.descriptor.NamingEntry;
import io.serval.container.descriptor.WebAppDescriptor;

/**
 * What decides on injection and life-cycle methods.
 *
 * @param annotations    whether annotations count; they do not where the descriptor is complete (Servlet 6.1 §8.1)
 * @param entries        whose injection targets are filled
 * @param postConstructs of the descriptor
 * @param preDestroys    of the descriptor
 */
public record InjectionRules(boolean annotations, List<NamingEntry> entries, List<LifecycleCallback> postConstructs,
                             List<LifecycleCallback> preDestroys) {
    public InjectionRules {
        entries = List.copyOf(entries);
        postConstructs = List.copyOf(postConstructs);
        preDestroys = List.copyOf(preDestroys);
    }

    /** @param ignoreAnnotations the attribute of that name of the {@code Context} */
    public static InjectionRules of(WebAppDescriptor descriptor, boolean ignoreAnnotations) {
        return new InjectionRules(!descriptor.metadataComplete() && !ignoreAnnotations, descriptor.namingEntries(),
                descriptor.postConstructs(), descriptor.preDestroys());
    }
}
