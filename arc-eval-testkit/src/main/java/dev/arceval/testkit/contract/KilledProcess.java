package dev.arceval.testkit.contract;

import dev.arceval.spi.TraceStore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that works on a store until it is killed. */
final class KilledProcess {

    static final String ACKNOWLEDGED = "ACKNOWLEDGED";

    private static final String SABOTAGE = "arceval.test.sabotage";

    private KilledProcess() {}

    /** Returns the command that works on the store of a contract. */
    static List<String> command(
            Class<? extends TraceStoreKillContract> contract,
            String place,
            Path acknowledged,
            long seed,
            int firstStep) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives for some hundred milliseconds, of which starting shall take few.
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1"));
        if (System.getProperty(SABOTAGE) != null) {
            command.add("-D" + SABOTAGE + "=" + System.getProperty(SABOTAGE));
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                KilledProcess.class.getName(),
                contract.getName(),
                place,
                acknowledged.toString(),
                Long.toString(seed),
                Integer.toString(firstStep)));
        return command;
    }

    /** Does step after step, and after each one writes a byte to the file of what was acknowledged. */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        boolean early = System.getProperty(SABOTAGE, "").equals("early");
        long seed = Long.parseLong(arguments[3]);
        int firstStep = Integer.parseInt(arguments[4]);
        try (TraceStore store =
                        contract(arguments[0]).open(arguments[1], TraceStoreContract.setup(new PlainTraceCodec()));
                FileChannel done = FileChannel.open(
                        Path.of(arguments[2]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int step = firstStep; step < Integer.MAX_VALUE; step++) {
                if (early) {
                    done.write(ByteBuffer.allocate(1));
                }
                TraceStoreWork.step(store, seed, step);
                if (!early) {
                    done.write(ByteBuffer.allocate(1));
                }
                if (step == firstStep) {
                    tellParent();
                }
            }
        }
    }

    /** Through the pipe that is this process's standard output; it stays open. */
    private static void tellParent() throws IOException {
        new FileOutputStream(FileDescriptor.out).write((ACKNOWLEDGED + '\n').getBytes(StandardCharsets.US_ASCII));
    }

    private static TraceStoreKillContract contract(String name) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(name).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (TraceStoreKillContract) constructor.newInstance();
    }
}
