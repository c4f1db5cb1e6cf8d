package dev.arceval.testkit;

import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;

/** Watches from before the first test of an annotated class until after the last, nested classes included. */
final class NoNetworkExtension implements BeforeAllCallback, AfterAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(NoNetworkExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), NoNetwork.class)
                .ifPresent(annotation -> context.getStore(NAMESPACE)
                        .put(
                                context.getUniqueId(),
                                NetworkWatch.start(
                                        new AllowedHosts(Set.of(annotation.allow()), annotation.loopback()))));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        NetworkWatch watch = context.getStore(NAMESPACE).remove(context.getUniqueId(), NetworkWatch.class);
        if (watch == null) {
            return;
        }
        Set<String> connections = watch.stop();
        if (!connections.isEmpty()) {
            throw new AssertionFailedError("connections that were not declared were made or tried during the tests of "
                    + context.getRequiredTestClass().getName() + ":\n" + Text.indented(String.join("\n", connections))
                    + "\nanswer such calls from the recording, or allow them with @NoNetwork(allow = …)");
        }
    }
}
