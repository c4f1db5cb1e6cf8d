package dev.arceval.core.redact;

import java.util.Locale;
import java.util.Set;

/** What name, value and the text around them say together: that the value is a variable, a label or a sentence. */
final class ValueContext {

    /** What stands after a variable in code, spaces skipped. */
    private static final String[] CODE = {"or ", "||", "??", "if ", "&&"};

    private static final Set<String> METAVARIABLES = Set.of(
            "PASSWORD", "PASS", "PASSWD", "PASSPHRASE", "TOKEN", "SECRET", "KEY", "VALUE", "STRING", "FILE", "NAME");

    private ValueContext() {}

    static boolean saysOtherwise(String text, String name, Assignment value) {
        String written = text.substring(value.start(), value.end());
        return switch (value.form()) {
            case BARE ->
                isVariable(text, name, written, value.end())
                        || isStatement(text, written, value.end())
                        || isSentence(text, written, value)
                        || isMetavariable(written);
            case QUOTED -> isConstantOrLabel(name, written);
            case ELEMENT -> isLabel(name, written);
            default -> false;
        };
    }

    /** {@code this.password = password;}, {@code password = password or ask()}: a value that is called like its name. */
    private static boolean isVariable(String text, String name, String value, int end) {
        if (!endsWith(name, value)) {
            return false;
        }
        if (name.startsWith("this.") || name.startsWith("self.")) {
            return true;
        }
        char next = Chars.at(text, end);
        if (next != 0 && ",;)}".indexOf(next) >= 0) {
            return true;
        }
        int i = end;
        while (Chars.at(text, i) == ' ') {
            i++;
        }
        for (String sign : CODE) {
            if (text.startsWith(sign, i)) {
                return true;
            }
        }
        return false;
    }

    /** {@code password = shift;}, {@code shift @ARGV}, {@code connect(password=secret)}: letters without quotes are no text in code. */
    private static boolean isStatement(String text, String value, int end) {
        char next = Chars.at(text, end);
        char after = Chars.at(text, end + 1);
        boolean ends = next == ';' && (after == 0 || Chars.space(after))
                || next == ')'
                || next == ' ' && (after == '@' || after == '$');
        return ends && value.chars().allMatch(c -> Chars.letter((char) c) || c == '_');
    }

    /** {@code --password=PASSWORD} in the help of a command. */
    private static boolean isMetavariable(String value) {
        return METAVARIABLES.contains(value);
    }

    private static boolean endsWith(String name, String value) {
        return name.toLowerCase(Locale.ROOT).endsWith(value.toLowerCase(Locale.ROOT));
    }

    /** {@code forgot.password=Forgot your password?}, {@code Password: at least eight}: more words follow. */
    private static boolean isSentence(String text, String value, Assignment found) {
        for (int i = 0; i < value.length(); i++) {
            if (!Character.isLetter(value.charAt(i))) {
                return false;
            }
        }
        int end = found.end();
        boolean goesOn = Chars.at(text, end) == ' ' && Character.isLetter(Chars.at(text, end + 1));
        int before = found.start() - 1;
        while (Chars.at(text, before) == ' ') {
            before--;
        }
        return goesOn && (Character.isUpperCase(value.charAt(0)) || Chars.at(text, before) == ':');
    }

    /** {@code <string name="hint_password">Password</string>} is shown to people. */
    private static boolean isLabel(String name, String value) {
        return endsWith(name, value) && !name.endsWith(value);
    }

    /** {@code PASSWORD = "password"} names a field, {@code "password": "Password"} labels one. */
    private static boolean isConstantOrLabel(String name, String value) {
        return name.equalsIgnoreCase(value) && !name.equals(value);
    }
}
