package dev.arceval.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails a test class during which something connected to another machine, so that nobody takes a live call for a replay.
 *
 * <p>Two nets: the default {@link java.net.ProxySelector} is asked before a {@link java.net.Socket}, a URL connection or a JDK
 * HTTP client built meanwhile connects, and refuses; JDK Flight Recorder, where the JVM has it, tells afterwards of all
 * sockets and socket channels that moved a byte. The whole JVM is watched: tests of other classes that run at the same time
 * are seen too.
 *
 * <p>Not seen: connections on which nothing was sent or received and that do not ask for a proxy, asynchronous channels,
 * datagrams and look-ups of names, native transports such as Netty's epoll, and other processes.
 *
 * @since 0.1
 */
@Documented
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NoNetworkExtension.class)
public @interface NoNetwork {

    /** Where connections may go: {@code host} or {@code host:port}. */
    String[] allow() default {};

    /** Whether this machine itself may be connected to, on its loopback addresses. */
    boolean loopback() default true;
}
