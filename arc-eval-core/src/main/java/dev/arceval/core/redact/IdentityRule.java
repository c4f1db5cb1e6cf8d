package dev.arceval.core.redact;

import java.util.List;

/**
 * A numbering of persons, businesses, documents, accounts or vehicles.
 *
 * @param id a stable name, shown in leaks
 * @param issuer who gives the numbers out
 * @param what what they number
 * @param source where the numbering is described
 * @param type what a find is reported as
 * @param shapes how a number is written: {@code 9} a digit, {@code A} a letter, {@code X} either, {@code ?} nothing, a space
 *     or a dash (the same in all places of the shape), all else itself
 * @param sure the shapes among them that nothing else has; the others need words nearby that speak of the number, or to be
 *     all there is in the text or line
 * @param alone whether being all there is suffices
 * @param pattern what the number without separators, in upper case, looks like as a whole
 * @param check the arithmetic it fulfils
 * @param words what speaks of it, in lower case
 * @param examples numbers the rule must find
 * @param counterexamples numbers the rule must leave
 */
record IdentityRule(
        String id,
        String issuer,
        String what,
        String source,
        Leak.Type type,
        List<String> shapes,
        List<String> sure,
        boolean alone,
        RulePattern pattern,
        IdentityCheck check,
        List<String> words,
        List<String> examples,
        List<String> counterexamples) {

    /** Whether a number without separators, in upper case, could have been given out. */
    boolean accepts(String number) {
        return !isFiller(number) && pattern.matches(number) && check.holds(number);
    }

    /** One digit throughout passes many checks and belongs to nobody. */
    private static boolean isFiller(String number) {
        for (int i = 1; i < number.length(); i++) {
            if (number.charAt(i) != number.charAt(0)) {
                return false;
            }
        }
        return true;
    }
}
