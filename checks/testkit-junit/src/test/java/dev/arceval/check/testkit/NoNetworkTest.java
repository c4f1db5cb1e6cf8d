package dev.arceval.check.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.arceval.testkit.NoNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** This machine stands for another: what is said of loopback addresses is refused here. */
class NoNetworkTest {

    private static String failure(Class<?> testClass) {
        ProxySelector before = ProxySelector.getDefault();
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .execute();
        assertThat(ProxySelector.getDefault()).isSameAs(before);
        assertThat(results.testEvents().failed().count()).isZero();
        return results.containerEvents().failed().stream()
                .findFirst()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow()
                        .getMessage())
                .orElse("");
    }

    @NoNetwork
    static class Quiet {

        @Test
        void talksToItself() throws IOException {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                    Socket accepted = server.accept()) {
                client.getOutputStream().write(1);
                assertThat(accepted.getInputStream().read()).isOne();
            }
        }
    }

    @Test
    void thisMachine_mayBeTalkedTo() {
        assertThat(failure(Quiet.class)).isEmpty();
    }

    @NoNetwork(loopback = false)
    static class Sockets {

        @Test
        void connects() throws IOException {
            try (Socket client = new Socket()) {
                client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), 100);
            } catch (IOException | RuntimeException swallowed) {
                // As agents do.
            }
        }
    }

    @NoNetwork(loopback = false)
    static class Http {

        @Test
        void asks() throws InterruptedException {
            try {
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://model.invalid/v1/chat"))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding());
            } catch (IOException | RuntimeException swallowed) {
                // As agents do.
            }
        }
    }

    @NoNetwork(loopback = false)
    static class Channels {

        @Test
        void writes() throws IOException {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    SocketChannel client = SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()))) {
                client.write(ByteBuffer.wrap(new byte[] {1}));
            }
        }
    }

    @Test
    void othersMayNot_howeverItIsTried() {
        assertThat(failure(Sockets.class)).contains("connections that were not declared", ":9 on thread");
        assertThat(failure(Http.class)).contains("model.invalid");
        assertThat(failure(Channels.class)).contains("on thread");
    }
}
