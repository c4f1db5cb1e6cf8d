package dev.arceval.core.curate;

import com.google.re2j.Pattern;
import dev.arceval.eval.Expectation.Argument.Form;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The form that texts share: groups of capital letters, small letters and digits with the same signs between them, else groups
 * of letters and digits. A group has a length if it is the same in all, and letters stand as they are if they are.
 */
final class ArgumentForm {

    private static final int FEWEST_VALUES = 3;
    /** Longer texts are prose. */
    private static final int MOST_CHARS = 60;
    /** Whole numbers of this length and of one length only are numbers of something, not amounts. */
    private static final int FEWEST_DIGITS = 5;

    private static final String CAPITAL = "A-Z";
    private static final String SMALL = "a-z";
    private static final String DIGIT = "0-9";
    private static final String ANY = "0-9A-Za-z";
    private static final String SIGNS_TO_QUOTE = "\\^$.|?*+()[]{}";

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private ArgumentForm() {}

    /** A group of characters of one class, or a sign. */
    private record Group(String characters, String text) {
        boolean isSign() {
            return characters.isEmpty();
        }
    }

    /**
     * Returns the form of all; empty if there is none, or if it would say nothing: words without a digit are names, and of amounts
     * the size tells more.
     */
    static Optional<Form> of(Collection<String> values) {
        if (values.size() < FEWEST_VALUES || !values.stream().allMatch(ArgumentForm::isWord)) {
            return Optional.empty();
        }
        Optional<String> form = common(values, false);
        return (form.isPresent() || areNumbers(values) ? form : common(values, true)).map(Form::new);
    }

    private static boolean isWord(String value) {
        return !value.isEmpty() && value.length() <= MOST_CHARS && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static Optional<String> common(Collection<String> values, boolean coarse) {
        List<List<Group>> all =
                values.stream().map(value -> groups(value, coarse)).toList();
        List<Group> first = all.get(0);
        if (!all.stream().allMatch(groups -> isAlike(groups, first))) {
            return Optional.empty();
        }
        StringBuilder pattern = new StringBuilder();
        boolean digits = false;
        boolean fixed = true;
        for (int i = 0; i < first.size(); i++) {
            int at = i;
            Group group = first.get(i);
            List<String> texts =
                    all.stream().map(groups -> groups.get(at).text()).distinct().toList();
            boolean sameLength = texts.stream()
                    .allMatch(text -> text.length() == group.text().length());
            digits |= texts.stream().anyMatch(text -> text.chars().anyMatch(Character::isDigit));
            fixed &= sameLength;
            pattern.append(pattern(group, texts.size() == 1, sameLength));
        }
        boolean telling = areNumbers(values)
                ? first.size() == 1 && fixed && first.get(0).text().length() >= FEWEST_DIGITS
                : digits && (fixed || first.size() > 1);
        return telling ? Optional.of(pattern.toString()) : Optional.empty();
    }

    private static boolean areNumbers(Collection<String> values) {
        return values.stream().allMatch(value -> NUMBER.matcher(value).matches());
    }

    private static boolean isAlike(List<Group> groups, List<Group> first) {
        if (groups.size() != first.size()) {
            return false;
        }
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            if (!group.characters().equals(first.get(i).characters())
                    || group.isSign() && !group.text().equals(first.get(i).text())) {
                return false;
            }
        }
        return true;
    }

    private static String pattern(Group group, boolean sameText, boolean sameLength) {
        String text = group.text();
        if (group.isSign()) {
            return SIGNS_TO_QUOTE.contains(text) ? "\\" + text : text;
        }
        // Digits that are the same in all are a year, say, and will not be for ever.
        if (sameText && text.chars().noneMatch(Character::isDigit)) {
            return text;
        }
        return "[" + group.characters() + "]"
                + (!sameLength ? "+" : text.length() > 1 ? "{" + text.length() + "}" : "");
    }

    private static List<Group> groups(String value, boolean coarse) {
        List<Group> groups = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= value.length(); i++) {
            String characters = characters(value.charAt(i - 1), coarse);
            if (i == value.length()
                    || characters.isEmpty()
                    || !characters(value.charAt(i), coarse).equals(characters)) {
                groups.add(new Group(characters, value.substring(from, i)));
                from = i;
            }
        }
        return groups;
    }

    private static String characters(char c, boolean coarse) {
        boolean capital = c >= 'A' && c <= 'Z';
        boolean small = c >= 'a' && c <= 'z';
        boolean digit = c >= '0' && c <= '9';
        if (!capital && !small && !digit) {
            return "";
        }
        if (coarse) {
            return ANY;
        }
        return capital ? CAPITAL : small ? SMALL : DIGIT;
    }
}
