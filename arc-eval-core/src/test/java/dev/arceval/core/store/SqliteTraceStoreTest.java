package dev.arceval.core.store;

import static dev.arceval.core.store.TestObjects.NOON;
import static dev.arceval.core.store.TestObjects.all;
import static dev.arceval.core.store.TestObjects.letters;
import static dev.arceval.core.store.TestObjects.trace;
import static dev.arceval.core.store.TestObjects.traces;
import static dev.arceval.core.store.TestObjects.withText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arceval.spi.TraceStore;
import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteTraceStoreTest {

    @TempDir
    Path parent;

    @Test
    void provider_isFoundByItsScheme() {
        TraceStore.Provider provider = ServiceLoader.load(TraceStore.Provider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.scheme().equals("sqlite"))
                .findFirst()
                .orElseThrow();
        try (TraceStore store = provider.open(directory().toString(), TestObjects.setup())) {
            store.append(traces(1));
        }
        assertThat(file()).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "what?cache=shared", "100% #1", "größe-日本", "a/b/c"})
    void open_takesADirectoryOfAnyName(String name) throws IOException {
        Path directory = parent.resolve(name);
        try (SqliteTraceStore store = open(directory)) {
            store.append(traces(1));
        }
        try (SqliteTraceStore store = open(directory)) {
            assertThat(all(store)).isEqualTo(traces(1));
        }
        assertThat(directory.resolve("traces.db")).isRegularFile();
    }

    @Test
    void open_createsFilesThatOnlyTheirOwnerReads() throws IOException {
        assumeTrue(parent.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        try (SqliteTraceStore store = open()) {
            store.append(traces(1));
            assertThat(permissions(directory())).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(directory())) {
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void open_inAnotherProcess_isRefusedAndNamesTheHolder() throws Exception {
        try (SqliteTraceStore store = open()) {
            assertThat(openInAnotherProcess())
                    .startsWith("IN_USE")
                    .contains(directory().toString())
                    .contains("process " + ProcessHandle.current().pid());
            store.append(traces(1));
            assertThat(openInAnotherProcess()).startsWith("IN_USE");
        }
        assertThat(openInAnotherProcess()).isEqualTo("OPEN 1");
    }

    @Test
    void open_twiceInOneProcess_isRefusedAndKeepsTheLock() throws Exception {
        try (SqliteTraceStore store = open()) {
            assertProblem(Problem.IN_USE, this::open);
            assertProblem(Problem.IN_USE, () -> open(directory().resolve("..").resolve("store")));
            assertThat(openInAnotherProcess()).startsWith("IN_USE");
        }
        open().close();
    }

    @Test
    void open_ofAPlaceThatIsNoDirectory_saysSo() throws IOException {
        Files.writeString(directory(), "a file");
        assertProblem(Problem.IO, this::open);
        Files.delete(directory());
        Files.createDirectories(file());
        assertProblem(Problem.DAMAGED, this::open);
    }

    @Test
    void open_ofANewerVersion_isRefusedAndChangesNothing() throws Exception {
        open().close();
        execute("PRAGMA user_version = 99");
        byte[] before = Files.readAllBytes(file());
        assertProblem(Problem.NEWER_VERSION, this::open).hasMessageContaining("version 99");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void open_ofAnotherProgramsDatabase_isRefusedAndChangesNothing() throws Exception {
        Files.createDirectories(directory());
        execute("CREATE TABLE trace (x)");
        byte[] before = Files.readAllBytes(file());
        assertProblem(Problem.DAMAGED, this::open).hasMessageContaining("not written by Arc-Eval");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void open_ofSomethingElse_isRefusedAndChangesNothing() throws IOException {
        Files.createDirectories(directory());
        for (String content : List.of("", "PK\u0003\u0004 not a database", "x".repeat(9000))) {
            Files.writeString(file(), content);
            assertProblem(Problem.DAMAGED, this::open);
            assertThat(file()).hasContent(content);
        }
    }

    @Test
    void open_withoutTheFileThatItsLogBelongsTo_isRefused() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("traces.db-wal"), "log");
        assertProblem(Problem.DAMAGED, this::open).hasMessageContaining("missing");
    }

    @Test
    void open_afterACrashDuringCreation_startsAnew() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("traces.db.new"), "half a file");
        try (SqliteTraceStore store = open()) {
            assertThat(store.count()).isZero();
        }
    }

    @Test
    void flippedBits_neverGiveAWrongTrace() throws IOException {
        byte[] intact = databaseOf(traces(150));
        SplittableRandom random = new SplittableRandom(11);
        int noticed = 0;
        for (int i = 0; i < Integer.getInteger("arceval.test.flips", 250); i++) {
            byte[] damaged = intact.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            noticed += readsNothingWrong(damaged) ? 1 : 0;
        }
        assertThat(noticed).as("files in which the damage was met").isPositive();
    }

    /**
     * The bit that makes SQLite take a key of an index for binary, two bytes before it. Its own search then stops at that key
     * when it is asked for a neighbour, and the row found there is whole.
     */
    @Test
    void anIndexThatPointsToAnotherTrace_neverGivesThatTrace() throws IOException {
        byte[] intact = databaseOf(traces(150));
        String text = new String(intact, StandardCharsets.ISO_8859_1);
        int met = 0;
        for (int at = text.indexOf("trace-10"); at >= 0; at = text.indexOf("trace-10", at + 1)) {
            byte[] damaged = intact.clone();
            damaged[at - 2] ^= 1;
            met += readsNothingWrong(damaged) ? 1 : 0;
        }
        assertThat(met).as("places of an id in which the damage was met").isPositive();
    }

    @Test
    void aTruncatedFile_neverGivesAWrongTrace() throws IOException {
        byte[] intact = databaseOf(traces(150));
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < 100; i++) {
            int length = i < 20 ? (intact.length / 4096 - i) * 4096 : random.nextInt(intact.length);
            byte[] cut = new byte[Math.max(0, length)];
            System.arraycopy(intact, 0, cut, 0, cut.length);
            readsNothingWrong(cut);
        }
    }

    /** What no checksum of a row can say: that a row is not there. */
    @Test
    void flippedBits_ofAStoreThatWasClosed_areSaid_andNothingIsMissing() throws IOException {
        byte[] intact = databaseOf(traces(150));
        List<Trace> good = traces(150);
        SplittableRandom random = new SplittableRandom(13);
        for (int i = 0; i < Integer.getInteger("arceval.test.flips", 100); i++) {
            byte[] damaged = intact.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(), damaged);
            TraceStoreException refused = catchThrowableOfType(TraceStoreException.class, this::open);
            assertThat(refused).as("bit in byte %s", at).isNotNull();
            isTyped(refused);
            List<Trace> read = new ArrayList<>();
            TraceStoreException met = catchThrowableOfType(TraceStoreException.class, () -> {
                try (SqliteTraceStore store = toRead()) {
                    Trace any = good.get(at % good.size());
                    assertThat(store.find(any.traceId())).contains(any);
                    try (Stream<Trace> found = store.find(TraceQuery.all())) {
                        found.forEach(read::add);
                    }
                }
            });
            assertThat(met).as("bit in byte %s", at).isNotNull();
            assertThat(read).isSubsetOf(good);
        }
        Files.write(file(), intact);
        try (SqliteTraceStore store = open()) {
            assertThat(all(store)).isEqualTo(good);
        }
    }

    @Test
    void aFileCutAtAnyByteOfItsLastPages_isSaid() throws IOException {
        byte[] intact = databaseOf(traces(60));
        int step = Integer.getInteger("arceval.test.cuts", 37);
        for (int length = intact.length - 1; length > intact.length - 2 * 4096; length -= step) {
            Files.write(file(), Arrays.copyOf(intact, length));
            assertProblem(Problem.DAMAGED, this::open);
            assertProblem(Problem.DAMAGED, () -> {
                try (SqliteTraceStore store = toRead()) {
                    all(store);
                }
            });
        }
    }

    /** The log of a process that was killed, of which the end was lost: what a disk does that lies about having written. */
    @Test
    void aLogCutAnywhere_givesTheStoreAsItWasAfterSomeCommit() throws IOException {
        open().close();
        byte[] empty = Files.readAllBytes(file());
        List<List<Trace>> states = new ArrayList<>(List.of(List.of()));
        byte[] log;
        try (SqliteTraceStore store = open()) {
            for (int i = 1; i <= 6; i++) {
                store.append(traces(3 * i));
                states.add(traces(3 * i));
            }
            log = Files.readAllBytes(directory().resolve("traces.db-wal"));
        }
        Path copy = parent.resolve("copy");
        Set<Integer> seen = new TreeSet<>();
        int step = Integer.getInteger("arceval.test.cuts", 37) * 32;
        for (int length = log.length; length >= 0; length -= step) {
            Files.createDirectories(copy);
            Files.write(copy.resolve("traces.db"), empty);
            Files.write(copy.resolve("traces.db-wal"), Arrays.copyOf(log, length));
            try (SqliteTraceStore store = open(copy)) {
                assertThat(all(store)).as("cut at %s", length).isIn(states);
                seen.add(states.indexOf(all(store)));
            }
            Files.deleteIfExists(copy.resolve("traces.sums"));
        }
        assertThat(seen).as("commits").containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void damage_isSaidWithItsPlace_andWhatIsWholeCanBeRead() throws IOException {
        byte[] intact = databaseOf(traces(150));
        String text = new String(intact, StandardCharsets.ISO_8859_1);
        int at = text.lastIndexOf("trace-149");
        intact[at] ^= 1;
        Files.write(file(), intact);
        String place = "page " + (at / 4096 + 1) + ", bytes " + at / 4096 * 4096 + " to ";
        assertProblem(Problem.DAMAGED, this::open).hasMessageContaining(place);
        try (SqliteTraceStore store = toRead()) {
            assertThat(store.find("trace-3")).contains(traces(150).get(3));
            assertProblem(Problem.DAMAGED, () -> store.find("no such trace")).hasMessageContaining(place);
            assertProblem(Problem.DAMAGED, () -> store.agents());
            List<Trace> read = new ArrayList<>();
            try (Stream<Trace> found = store.find(TraceQuery.all())) {
                assertProblem(Problem.DAMAGED, () -> found.forEach(read::add));
            }
            assertThat(read).hasSizeGreaterThan(140);
        }
    }

    @Test
    void aStoreThatIsInUseOrCrashed_hasNoChecksumsToCompareWith() throws IOException {
        databaseOf(traces(20));
        Path sums = directory().resolve("traces.sums");
        assertThat(sums).exists();
        try (SqliteTraceStore store = open()) {
            assertThat(sums).doesNotExist();
            store.append(traces(30));
        }
        Files.write(sums, new byte[] {1, 2, 3});
        try (SqliteTraceStore store = open()) {
            assertThat(all(store)).isEqualTo(traces(30));
        }
    }

    @Test
    void open_ofAnOlderVersion_keepsWhatItHolds_andFindsItByMore() throws Exception {
        List<Trace> old = olderVersion(50);
        try (SqliteTraceStore store = open()) {
            assertThat(all(store)).isEqualTo(old);
            assertThat(ids(store, TraceQuery.all().text("order 7"))).containsExactly("trace-7");
            assertThat(ids(store, TraceQuery.all().pattern("pattern-2"))).hasSize(50);
            assertThat(store.cutoff("agent-0", Long.MAX_VALUE, 1)).isPresent();
            assertThat(store.expire("agent-0", Instant.MAX)).isEqualTo(25);
            assertThat(store.count()).isEqualTo(25);
        }
        try (SqliteTraceStore store = toRead()) {
            assertThat(store.count()).isEqualTo(25);
        }
    }

    @Test
    void open_toReadAnOlderVersion_bringsItUpToDate() throws Exception {
        List<Trace> old = olderVersion(10);
        try (SqliteTraceStore store = toRead()) {
            assertThat(all(store)).isEqualTo(old);
        }
    }

    /** Indexing goes in steps of 2,000: the second one fails, and the next opening goes on from the first. */
    @Test
    void open_afterAMigrationThatWasKilled_goesOnWhereItStopped() throws Exception {
        List<Trace> old = olderVersion(4_100);
        int[] asked = new int[1];
        TraceStore.Setup setup = TestObjects.setup();
        TraceStore.Setup dying = new TraceStore.Setup(
                setup.codec(),
                trace -> {
                    if (!trace.traceId().equals("probe") && ++asked[0] > 2_500) {
                        throw new IllegalStateException("killed");
                    }
                    return TestObjects.pattern(trace);
                },
                setup.access());
        assertThatThrownBy(() -> SqliteTraceStore.open(directory(), dying)).hasMessage("killed");
        TraceStore.Setup counting = new TraceStore.Setup(
                setup.codec(),
                trace -> {
                    asked[0] += trace.traceId().equals("probe") ? 0 : 1;
                    return TestObjects.pattern(trace);
                },
                setup.access());
        asked[0] = 0;
        try (SqliteTraceStore store = SqliteTraceStore.open(directory(), counting)) {
            assertThat(asked[0]).isEqualTo(2_100);
            assertThat(store.count()).isEqualTo(old.size());
            assertThat(ids(store, TraceQuery.all().pattern("pattern-2"))).hasSize(old.size());
            assertThat(ids(store, TraceQuery.all().text("order 4099"))).containsExactly("trace-4099");
        }
    }

    @Test
    void open_whenPatternsAreToldApartOtherwise_indexesThemAnew() {
        TraceStore.Setup setup = TestObjects.setup();
        TraceStore.Setup later = new TraceStore.Setup(
                setup.codec(), trace -> "new-" + trace.spans().size(), setup.access());
        try (SqliteTraceStore store = open()) {
            store.append(traces(30));
        }
        try (SqliteTraceStore store = SqliteTraceStore.open(directory(), later.with(TraceStore.Access.READ))) {
            assertThat(ids(store, TraceQuery.all().pattern("new-2"))).hasSize(30);
            assertThat(ids(store, TraceQuery.all().pattern("pattern-2"))).isEmpty();
            assertThat(ids(store, TraceQuery.all().text("order 7"))).containsExactly("trace-7");
        }
    }

    /** A store of the version before the first release with an index, as that one wrote it. */
    private List<Trace> olderVersion(int count) throws Exception {
        List<Trace> traces = traces(count);
        Files.createDirectories(directory());
        Schema.create(file(), 1);
        try (Connection connection = Sqlite.connect(file());
                RowEncoder encoder = new RowEncoder(TestObjects.setup().codec())) {
            Sqlite.run(
                    connection,
                    "PRAGMA journal_mode = WAL",
                    "PRAGMA synchronous = OFF",
                    "BEGIN",
                    "INSERT INTO agent VALUES (1, 'agent-0', " + (count + 1) / 2 + "), (2, 'agent-1', " + count / 2
                            + ")");
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO trace (trace_id, agent, version, start, outcome, spans, body) VALUES (?,?,?,?,?,?,?)")) {
                for (Trace trace : traces) {
                    Row row = encoder.encode(trace);
                    insert.setString(1, row.traceId());
                    insert.setInt(2, row.agent().equals("agent-0") ? 1 : 2);
                    insert.setString(3, row.version());
                    insert.setLong(4, row.start());
                    insert.setInt(5, row.outcome());
                    insert.setInt(6, row.spans());
                    insert.setBytes(7, row.body());
                    insert.executeUpdate();
                }
            }
            Sqlite.run(connection, "COMMIT");
        }
        return traces;
    }

    private static List<String> ids(TraceStore store, TraceQuery query) {
        try (Stream<Trace> found = store.find(query)) {
            return found.map(Trace::traceId).toList();
        }
    }

    @Test
    void aDamagedTrace_isNamed_andTheOnesBeforeItAreRead() throws Exception {
        databaseOf(traces(10));
        execute("UPDATE trace SET body = zeroblob(60) WHERE trace_id = 'trace-6'");
        try (SqliteTraceStore store = open()) {
            assertProblem(Problem.DAMAGED, () -> store.find("trace-6")).hasMessageContaining("trace-6");
            List<Trace> read = new ArrayList<>();
            try (Stream<Trace> found = store.find(TraceQuery.all())) {
                assertProblem(Problem.DAMAGED, () -> found.forEach(read::add));
            }
            assertThat(read).isEqualTo(traces(10).subList(0, 6));
            assertThat(store.find("trace-7")).contains(traces(10).get(7));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trace_id = 'other'",
                "start = start + 1",
                "outcome = 2",
                "version = '9'",
                "spans = 7",
                "agent = 2",
                "body = (SELECT body FROM trace WHERE trace_id = 'trace-4')"
            })
    void aRowWhosePartsDoNotBelongTogether_isNoTrace(String change) throws Exception {
        databaseOf(traces(5));
        execute("UPDATE trace SET " + change + " WHERE trace_id = 'trace-0'");
        try (SqliteTraceStore store = open();
                Stream<Trace> found = store.find(TraceQuery.all())) {
            assertProblem(Problem.DAMAGED, found::toList);
        }
    }

    @Test
    void aFullDisk_isSaid_andNothingOfTheCallIsKept() {
        try (SqliteTraceStore store = SqliteTraceStore.open(
                directory(),
                TestObjects.setup(),
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA max_page_count = 60")) {
            List<Trace> kept = new ArrayList<>();
            SplittableRandom random = new SplittableRandom(3);
            TraceStoreException full = null;
            for (int i = 0; full == null; i++) {
                List<Trace> call = List.of(
                        withText(trace("a" + i, "old", NOON), letters(random, 4000)),
                        withText(trace("b" + i, "new", NOON.plusSeconds(i)), letters(random, 4000)));
                full = catchThrowableOfType(TraceStoreException.class, () -> store.append(call));
                if (full == null) {
                    kept.addAll(call);
                }
            }
            assertThat(full.problem()).isEqualTo(Problem.FULL);
            assertThat(kept).hasSizeGreaterThan(10);
            assertThat(all(store)).containsExactlyInAnyOrderElementsOf(kept);
            assertThat(store.expire("old", Instant.MAX)).isEqualTo(kept.size() / 2);
            store.append(List.of(withText(trace("again", "new", NOON), letters(random, 4000))));
            assertThat(store.count()).isEqualTo(kept.size() / 2 + 1);
        }
    }

    @Test
    void expire_leavesNothingOfATraceOnTheDisk() throws IOException {
        try (SqliteTraceStore store = open()) {
            store.append(traces(200));
            store.append(List.of(trace("canary-trace", "canary-agent", NOON)));
            store.expire("canary-agent", Instant.MAX);
        }
        try (Stream<Path> files = Files.list(directory())) {
            assertThat(files.toList())
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain("canary"));
        }
    }

    @Test
    void expire_makesRoomForNewTraces() throws Exception {
        long afterFirst = 0;
        try (SqliteTraceStore store = open()) {
            for (int round = 0; round < 12; round++) {
                Instant start = NOON.plusSeconds(3600L * round);
                SplittableRandom random = new SplittableRandom(round);
                List<Trace> call = new ArrayList<>();
                for (int i = 0; i < 300; i++) {
                    call.add(withText(trace(round + "-" + i, "shop", start.plusNanos(i)), letters(random, 1000)));
                }
                store.append(call);
                store.expire("shop", start);
                try (Connection connection = Sqlite.connect(file())) {
                    long pages = Sqlite.number(connection, "PRAGMA page_count");
                    afterFirst = afterFirst == 0 ? pages : afterFirst;
                    assertThat(pages).isLessThan(afterFirst * 5 / 2);
                }
            }
        }
    }

    @Test
    void queries_readInTheOrderOfAnIndex() throws Exception {
        databaseOf(traces(10));
        TraceQuery all = TraceQuery.all();
        for (TraceQuery query : List.of(
                all,
                all.from(NOON).to(NOON.plusSeconds(5)),
                all.outcome(Outcome.Label.FAILURE),
                all.agent("agent-1"),
                all.agent("agent-1").version("1").from(NOON).outcome(Outcome.Label.FAILURE))) {
            assertThat(plan(QuerySql.of(query)))
                    .as(query.toString())
                    .contains("USING INDEX")
                    .doesNotContain("TEMP B-TREE");
        }
        assertThat(plan(QuerySql.of(all.agent("agent-1").from(NOON)))).contains("trace_by_agent (agent=? AND start>?)");
    }

    @Test
    void aStreamShowsTheStoreAsItWasWhenItsReadingBegan() {
        try (SqliteTraceStore store = open()) {
            store.append(traces(20));
            List<Trace> seen = new ArrayList<>();
            try (Stream<Trace> found = store.find(TraceQuery.all())) {
                found.forEach(each -> {
                    seen.add(each);
                    store.append(List.of(withText(trace("trace-19", "agent-1", NOON.minusSeconds(9)), "earlier")));
                    store.expire("agent-0", Instant.MAX);
                });
            }
            assertThat(seen).isEqualTo(traces(20));
        }
    }

    @Test
    void aStreamIsCutOffWhenTheStoreIsClosed() {
        SqliteTraceStore store = open();
        store.append(traces(20));
        try (Stream<Trace> found = store.find(TraceQuery.all())) {
            assertProblem(Problem.CLOSED, () -> found.forEach(each -> store.close()));
        }
        open().close();
    }

    @Test
    void anInterruptedThread_canStillWriteAndRead() {
        try (SqliteTraceStore store = open()) {
            Thread.currentThread().interrupt();
            store.append(traces(3));
            assertThat(all(store)).isEqualTo(traces(3));
            assertThat(Thread.interrupted()).isTrue();
            store.append(traces(4));
            assertThat(store.count()).isEqualTo(4);
        }
    }

    @Test
    void textThatDoesNotPack_isKeptAsItIs() {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            noise.append((char) (0x4e00 + random.nextInt(20_000)));
        }
        Trace trace = withText(trace("t", "shop", NOON), noise.toString());
        try (SqliteTraceStore store = open()) {
            store.append(List.of(trace));
            assertThat(store.find("t")).contains(trace);
        }
    }

    private Path directory() {
        return parent.resolve("store");
    }

    private Path file() {
        return directory().resolve("traces.db");
    }

    private SqliteTraceStore open() {
        return open(directory());
    }

    private SqliteTraceStore toRead() {
        return SqliteTraceStore.open(directory(), TestObjects.setup().with(TraceStore.Access.READ));
    }

    private static SqliteTraceStore open(Path directory) {
        return SqliteTraceStore.open(directory, TestObjects.setup());
    }

    private byte[] databaseOf(List<Trace> traces) throws IOException {
        try (SqliteTraceStore store = open()) {
            store.append(traces);
        }
        return Files.readAllBytes(file());
    }

    /** Reads the file in every way and returns whether an error was met; fails if a trace differs from what it was. */
    private boolean readsNothingWrong(byte[] content) throws IOException {
        Files.deleteIfExists(directory().resolve("traces.db-wal"));
        Files.deleteIfExists(directory().resolve("traces.sums"));
        Files.write(file(), content);
        boolean met = false;
        Map<String, Trace> good = traces(150).stream().collect(Collectors.toMap(Trace::traceId, trace -> trace));
        try (SqliteTraceStore store = toRead()) {
            for (Trace trace : good.values()) {
                try {
                    store.find(trace.traceId())
                            .ifPresent(found -> assertThat(found).isEqualTo(trace));
                } catch (TraceStoreException error) {
                    met |= isTyped(error);
                }
            }
            for (TraceQuery query : List.of(
                    TraceQuery.all(),
                    TraceQuery.all().agent("agent-1"),
                    TraceQuery.all().from(NOON.plusSeconds(50)).outcome(Outcome.Label.SUCCESS))) {
                try (Stream<Trace> found = store.find(query)) {
                    found.forEach(each -> {
                        assertThat(each).isEqualTo(good.get(each.traceId()));
                        assertThat(each).matches(query::matches);
                    });
                } catch (TraceStoreException error) {
                    met |= isTyped(error);
                }
            }
        } catch (TraceStoreException error) {
            met |= isTyped(error);
        }
        return met;
    }

    private static boolean isTyped(TraceStoreException error) {
        assertThat(error.problem()).isIn(Problem.DAMAGED, Problem.NEWER_VERSION, Problem.IO);
        return true;
    }

    /** Returns what it said, once it has ended: until then its files are in use. */
    private String openInAnotherProcess() throws IOException, InterruptedException {
        Process child = StoreChild.start("open", directory());
        String said = child.inputReader().readLine();
        child.waitFor();
        return said;
    }

    private void execute(String sql) throws Exception {
        Files.deleteIfExists(directory().resolve("traces.sums"));
        try (Connection connection = Sqlite.connect(file())) {
            Sqlite.run(connection, sql);
        }
    }

    private String plan(QuerySql query) throws Exception {
        StringBuilder plan = new StringBuilder();
        try (Connection connection = Sqlite.connect(file());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + query.sql())) {
            while (rows.next()) {
                plan.append(rows.getString("detail")).append('\n');
            }
        }
        return plan.toString();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static AbstractThrowableAssert<?, ?> assertProblem(Problem problem, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TraceStoreException.class,
                        error -> assertThat(error.problem())
                                .as(error.getMessage())
                                .isEqualTo(problem));
    }
}
