package dev.arceval.store.postgresql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a store is and how it is reached. It knows a password and never shows it. */
final class Location {

    private static final String FORM = "store must be like postgresql://host:port/database?schema=name";
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\[\\]:@]+)(:[0-9]{1,5})?");
    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private final Properties driver;
    private final String schema;
    private final int poolSize;
    private final Duration patience;

    private Location(Properties driver, String schema, int poolSize, Duration patience) {
        this.driver = driver;
        this.schema = schema;
        this.poolSize = poolSize;
        this.patience = patience;
    }

    /**
     * Reads what follows {@code postgresql:}.
     *
     * @throws IllegalArgumentException if it is no location; the message repeats nothing that may be a secret
     */
    static Location parse(String text) {
        int path = text.startsWith("//") ? text.indexOf('/', 2) : -1;
        if (path < 0) {
            throw new IllegalArgumentException(FORM);
        }
        String authority = text.substring(2, path);
        int at = authority.lastIndexOf('@');
        for (String server : authority.substring(at + 1).split(",")) {
            // The driver would write what it takes for a port to its log.
            if (!SERVER.matcher(server).matches()) {
                throw new IllegalArgumentException(FORM);
            }
        }
        int question = text.indexOf('?', path);
        Options options = Options.of(question < 0 ? "" : text.substring(question + 1));
        String database = text.substring(path, question < 0 ? text.length() : question);
        if (database.length() < 2 || database.lastIndexOf('/') > 0 || database.indexOf('@') >= 0) {
            // The end of a password that was not encoded must not be taken for a name either.
            throw new IllegalArgumentException(FORM);
        }
        Properties driver = Driver.parseURL(
                "jdbc:postgresql://" + authority.substring(at + 1) + database + options.ofTheDriver(), null);
        if (driver == null) {
            throw new IllegalArgumentException(FORM);
        }
        if (at >= 0) {
            setUser(driver, authority.substring(0, at));
        }
        return new Location(driver, options.schema, options.poolSize, options.patience);
    }

    private static void setUser(Properties driver, String userInfo) {
        int colon = userInfo.indexOf(':');
        driver.setProperty(PGProperty.USER.getName(), decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)));
        if (colon >= 0) {
            driver.setProperty(PGProperty.PASSWORD.getName(), decoded(userInfo.substring(colon + 1)));
        }
    }

    String schema() {
        return schema;
    }

    int poolSize() {
        return poolSize;
    }

    /** How long an operation tries again while the server cannot be reached. */
    Duration patience() {
        return patience;
    }

    /**
     * Returns what opens connections.
     *
     * @throws IllegalArgumentException if an option is none that the driver knows
     */
    PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setApplicationName("arc-eval");
        source.setConnectTimeout(10);
        // A server that is gone without a word must not hold a caller forever.
        source.setSocketTimeout(60);
        source.setTcpKeepAlive(true);
        for (String name : driver.stringPropertyNames()) {
            try {
                source.setProperty(name, driver.getProperty(name));
            } catch (SQLException unknown) {
                throw new IllegalArgumentException("unknown or unreadable option of a PostgreSQL store: " + name);
            }
        }
        // A statement would otherwise be planned once for all days, without leaving any out.
        source.setPrepareThreshold(0);
        source.setCurrentSchema(schema);
        source.setLogServerErrorDetail(false);
        return source;
    }

    /** Returns hosts, database and schema: what a message may say. */
    @Override
    public String toString() {
        String[] hosts =
                driver.getProperty(PGProperty.PG_HOST.getName(), "localhost").split(",");
        String[] ports =
                driver.getProperty(PGProperty.PG_PORT.getName(), "5432").split(",");
        List<String> servers = new ArrayList<>();
        for (int i = 0; i < hosts.length; i++) {
            servers.add(hosts[i] + ":" + ports[Math.min(i, ports.length - 1)]);
        }
        return "postgresql://" + String.join(",", servers) + "/" + driver.getProperty(PGProperty.PG_DBNAME.getName())
                + "?schema=" + schema;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** What stands behind the question mark: some of it is ours, the rest is for the driver. */
    private static final class Options {

        private String schema = "arc_eval";
        private int poolSize = 8;
        private Duration patience = Duration.ofSeconds(30);
        private final List<String> rest = new ArrayList<>();

        static Options of(String query) {
            Options options = new Options();
            for (String option : query.split("&")) {
                options.add(option);
            }
            return options;
        }

        private void add(String option) {
            int equals = option.indexOf('=');
            String value = equals < 0 ? "" : option.substring(equals + 1);
            switch (equals < 0 ? option : option.substring(0, equals)) {
                case "" -> {}
                case "schema" -> schema = schema(value);
                case "poolSize" -> poolSize = atLeast(2, "poolSize", value);
                case "retrySeconds" -> patience = Duration.ofSeconds(atLeast(0, "retrySeconds", value));
                default -> rest.add(option);
            }
        }

        private String ofTheDriver() {
            return rest.isEmpty() ? "" : "?" + String.join("&", rest);
        }

        private static String schema(@Nullable String name) {
            if (name == null || !SCHEMA.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "schema must be lower-case letters, digits and _, at most 63: " + name);
            }
            return name;
        }

        private static int atLeast(int least, String name, String value) {
            try {
                int number = Integer.parseInt(value);
                if (number >= least) {
                    return number;
                }
            } catch (NumberFormatException none) {
                // Said below.
            }
            throw new IllegalArgumentException(name + " must be a number of at least " + least + ": " + value);
        }
    }
}
