package dev.arceval.core.redact;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value that a word for a password announces in the languages of people: {@code la contraseña del servidor es x},
 * {@code Kennwort: x}, {@code пароль x}. What follows must look like a password, or any sentence about one would lose a
 * word; how names in settings and code are followed by values is the affair of {@link Assignment}.
 */
final class PasswordWord {

    /** Words of ASCII letters, for {@link SecretDetector} to meet; "password" is borrowed by many languages. */
    static final List<String> WORDS = List.of(
            "password",
            "passwort",
            "kennwort",
            "zugangsdaten",
            "contrasena",
            "clave de acceso",
            "clave secreta",
            "senha",
            "mot de passe",
            "mdp",
            "parola",
            "wachtwoord",
            "haslo",
            "heslo",
            "jelszo",
            "lozinka",
            "passord",
            "adgangskode",
            "salasana",
            "sifre",
            "mat khau",
            "kata sandi");

    /** Words with other letters, for {@link ForeignWords} to meet. */
    static final List<String> FOREIGN_WORDS = List.of(
            "contraseña",
            "hasło",
            "jelszó",
            "lösenord",
            "şifre",
            "parolă",
            "mật khẩu",
            "пароль",
            "лозинка",
            "парола",
            "κωδικός",
            "συνθηματικό",
            "סיסמה",
            "סיסמא",
            "كلمة المرور",
            "كلمة السر",
            "पासवर्ड",
            "รหัสผ่าน",
            "密码",
            "密碼",
            "口令",
            "パスワード",
            "暗証",
            "비밀번호",
            "암호");

    /** What stands between such a word and its value. */
    private static final Set<String> JOINTS = Set.of(
            "es", "est", "ist", "lautet", "war", "é", "è", "e", "is", "to", "jest", "je", "är", "er", "on", "este",
            "là", "adalah", "это", "είναι", "היא", "هي", "है", "คือ", "は", "是", "为", "為", "은", "는", "—", "–", "-");

    /** Those of them that are no words of English. */
    private static final Set<String> VERBS = Set.of("es", "est", "ist", "lautet", "war", "é", "è", "jest", "är", "er");

    private static final int MAX_VERB = 6;

    /** The same where no blank stands around them. */
    private static final String GLUED_JOINTS = ":=：＝是为為は";

    /** How far the value stands from the word. */
    private static final int MAX_REACH = 40;

    private static final int MAX_VALUE = 128;
    /** Behind a value that is too long; they would be taken off its end. */
    private static final int MAX_MARKS = 32;

    /** Ideographs, kana and Hangul, with their punctuation: no password holds them, and they need no blank before them. */
    private static final char FIRST_IDEOGRAPH = '\u2e80';

    private PasswordWord() {}

    /** Reports the password that the word between two places announces. */
    static void at(String text, int start, int end, Leaks leaks) {
        if (Character.isLetter(Chars.at(text, start - 1)) && text.charAt(start) < FIRST_IDEOGRAPH) {
            return;
        }
        int i = Assignment.quoteAt(text, end) == end ? end + 1 : end;
        i = Assignment.skipBlanks(text, i);
        boolean english = text.regionMatches(true, start, WORDS.get(0), 0, end - start);
        int value = english ? afterVerb(text, i) : afterJoint(text, i);
        if (english && value < 0) {
            return;
        }
        boolean announced = value >= 0;
        if (!announced && (i == end || Character.isLetter(Chars.at(text, end)))) {
            return;
        }
        report(text, announced ? value : i, announced, leaks);
    }

    private static void report(String text, int start, boolean announced, Leaks leaks) {
        Assignment value = value(text, start);
        if (value == null) {
            return;
        }
        if (announced && isWord(text, value) && text.startsWith(" / ", value.end())) {
            value = value(text, value.end() + 3);
            if (value == null) {
                return;
            }
        }
        Assignment.Form form = announced ? Assignment.Form.PROSE : Assignment.Form.APPOSED;
        String written = text.substring(value.start(), value.end());
        if (SecretValue.isSecret(written, SecretName.Strength.PASSWORD, form)) {
            leaks.add(value.start(), value.end(), SecretDetector.BY_NAME, Leak.Type.SECRET);
        }
    }

    /** Where the value begins behind a verb of a language that says "password" too; what English says is not read here. */
    private static int afterVerb(String text, int start) {
        int space = start;
        while (space - start <= MAX_VERB && Chars.at(text, space) != ' ') {
            space++;
        }
        return space - start <= MAX_VERB && VERBS.contains(text.substring(start, space))
                ? Assignment.skipBlanks(text, space)
                : -1;
    }

    /** Where the value begins behind a sign or verb, a few words maybe in between, or -1. */
    private static int afterJoint(String text, int start) {
        int limit = Math.min(text.length(), start + MAX_REACH);
        int word = start;
        for (int i = start; i < limit; i++) {
            char c = text.charAt(i);
            if (GLUED_JOINTS.indexOf(c) >= 0) {
                return Assignment.skipBlanks(text, i + 1);
            }
            if (c == ' ') {
                if (JOINTS.contains(text.substring(word, i))) {
                    return Assignment.skipBlanks(text, i);
                }
                word = i + 1;
            } else if (!Character.isLetter(c) && c != '\'' && c != '-' && c != '—' && c != '–') {
                return -1;
            }
        }
        return -1;
    }

    private static @Nullable Assignment value(String text, int start) {
        Assignment value = Assignment.value(text, start, MAX_VALUE + MAX_MARKS);
        if (value == null || value.end() - value.start() > MAX_VALUE) {
            return null;
        }
        int end = value.start();
        while (end < value.end() && text.charAt(end) < FIRST_IDEOGRAPH) {
            end++;
        }
        return end > value.start() ? new Assignment(value.start(), end, value.form()) : null;
    }

    private static boolean isWord(String text, Assignment value) {
        for (int i = value.start(); i < value.end(); i++) {
            if (!Character.isLetter(text.charAt(i)) && text.charAt(i) != '.' && text.charAt(i) != '_') {
                return false;
            }
        }
        return true;
    }
}
