package dev.arceval.store.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a store and its server, and can hang up after the server has done something but before it says so. */
final class AnswerLoser implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicReference<String> toLose = new AtomicReference<>("");
    private final AtomicInteger lost = new AtomicInteger();
    private final int server;

    AnswerLoser(int server) throws IOException {
        this.server = server;
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Hangs up once, when the server answers to a message that contains this. */
    void loseNextAnswerTo(String message) {
        toLose.set(message);
    }

    int lost() {
        return lost.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            Socket to = new Socket(InetAddress.getLoopbackAddress(), server);
            Line line = new Line(client, to);
            start(line::forward);
            start(line::back);
        }
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException closed) {
                // One of both sides has hung up, which ends the line.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Task {
        void run() throws IOException;
    }

    private final class Line {

        private final Socket client;
        private final Socket server;
        private volatile boolean losing;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void forward() throws IOException {
            pass(client.getInputStream(), server.getOutputStream(), true);
        }

        void back() throws IOException {
            pass(server.getInputStream(), client.getOutputStream(), false);
        }

        private void pass(InputStream from, OutputStream to, boolean asking) throws IOException {
            byte[] bytes = new byte[1 << 16];
            try {
                for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
                    if (asking) {
                        String wanted = toLose.get();
                        if (!wanted.isEmpty()
                                && new String(bytes, 0, n, StandardCharsets.ISO_8859_1).contains(wanted)
                                && toLose.compareAndSet(wanted, "")) {
                            losing = true;
                        }
                    } else if (losing) {
                        lost.incrementAndGet();
                        return;
                    }
                    to.write(bytes, 0, n);
                    to.flush();
                }
            } finally {
                hangUp();
            }
        }

        private void hangUp() {
            try {
                client.close();
                server.close();
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }
    }
}
