package io.serval.container.naming;

import java.util.List;

import io.serval.container.config.ContextSettings;
import io.serval.container.config.ContextSwitch;
import io.serval.container.descriptor.LifecycleCallback;
import io.serval.container.descriptor.NamingEntry;
import io.serval.container.descriptor.WebAppDescriptor;

/**
 * What decides on injection and life-cycle methods.
 *
 * @param injects        whether anything is injected; it is not where the application has no names
 * @param annotations    whether annotations count; they do not where the descriptor is complete (Servlet 6.1 §8.1)
 * @param entries        whose injection targets are filled
 * @param postConstructs of the descriptor
 * @param preDestroys    of the descriptor
 */
public record InjectionRules(boolean injects, boolean annotations, List<NamingEntry> entries,
                             List<LifecycleCallback> postConstructs, List<LifecycleCallback> preDestroys) {
    public InjectionRules {
        entries = List.copyOf(entries);
        postConstructs = List.copyOf(postConstructs);
        preDestroys = List.copyOf(preDestroys);
    }

    /** What an application declares, as far as the administrator lets it count. */
    public static InjectionRules of(WebAppDescriptor descriptor, ContextSettings settings) {
        boolean annotations = !descriptor.metadataComplete() && !settings.is(ContextSwitch.IGNORE_ANNOTATIONS);
        return new InjectionRules(settings.is(ContextSwitch.USE_NAMING), annotations, descriptor.namingEntries(),
                descriptor.postConstructs(), descriptor.preDestroys());
    }
}
