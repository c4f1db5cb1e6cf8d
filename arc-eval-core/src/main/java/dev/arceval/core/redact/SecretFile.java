package dev.arceval.core.redact;

import java.util.Locale;
import java.util.Set;

/**
 * What the name of a file says about lines that hold nothing but a value: {@code .vault_pass}, {@code config/master.key},
 * {@code api_token.txt}, {@code .pgpass}.
 *
 * @param strength how much the name says
 */
record SecretFile(SecretName.Strength strength) {

    private static final SecretFile OTHER = new SecretFile(SecretName.Strength.NONE);

    /** Endings of files that are no source code, notes or settings, which have names of their own for what they hold. */
    private static final Set<String> ENDINGS =
            Set.of("txt", "key", "secret", "secrets", "pass", "passwd", "password", "token", "dat", "bak", "old");

    private static final Set<String> NAMES = Set.of("pgpass", "secrets", "shadow", "smbpasswd", "passwd.client");

    private static final int MAX_LINE = 512;

    /** @param path as given by the user; empty where there is none */
    static SecretFile of(String path) {
        String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        String name = file.startsWith(".") ? file.substring(1) : file;
        int dot = name.lastIndexOf('.');
        String ending = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        if (NAMES.contains(name.toLowerCase(Locale.ROOT)) || ending.equals("secrets")) {
            return new SecretFile(SecretName.Strength.PASSWORD);
        }
        if (dot >= 0 && !ENDINGS.contains(ending)) {
            return OTHER;
        }
        SecretName.Strength whole = SecretName.strengthOf(name);
        SecretName.Strength stem = SecretName.strengthOf(dot < 0 ? name : name.substring(0, dot));
        return new SecretFile(whole.compareTo(stem) > 0 ? whole : stem);
    }

    /** Reports lines that are all value, and the last field of those that are fields with colons between. */
    void detect(String text, Leaks leaks) {
        if (strength == SecretName.Strength.NONE) {
            return;
        }
        int start = 0;
        while (start < text.length()) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed;
            line(text, start, Chars.at(text, end - 1) == '\r' && end > start ? end - 1 : end, leaks);
            start = end + 1;
        }
    }

    private void line(String text, int start, int end, Leaks leaks) {
        if (end - start > MAX_LINE || end == start || "#;/<{[-".indexOf(text.charAt(start)) >= 0) {
            return;
        }
        String line = text.substring(start, end);
        if (line.indexOf(' ') >= 0 || line.indexOf('=') >= 0 && line.indexOf('=') < line.length() - 2) {
            return;
        }
        int value = line.lastIndexOf(':') + 1;
        if (SecretValue.isSecret(line.substring(value), strength, Assignment.Form.QUOTED)) {
            leaks.add(start + value, end, SecretDetector.BY_NAME, Leak.Type.SECRET);
        }
    }
}
