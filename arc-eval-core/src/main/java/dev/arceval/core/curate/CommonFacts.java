package dev.arceval.core.curate;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What differently worded answers to one input all say: their numbers, amounts, dates and identifiers.
 *
 * <p>A value that is not in every answer varies from run to run, or is not needed, and is not expected; that is how volatile
 * values are told. A number below 10 says too little, since it may stand anywhere.
 */
final class CommonFacts {

    /** So many are found in an answer, and kept in a case: a line that people read. */
    private static final int MOST_LOOKED_AT = 200;

    private static final int MOST_KEPT = 10;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}#$€£][\\p{L}\\p{N}.,:/_#$€£%-]*");
    private static final Pattern DIGIT = Pattern.compile("[0-9]");
    private static final Pattern TRAILING = Pattern.compile("[.,:/_-]+$");
    /** What a redactor leaves in place of a value: which one it was is not said. */
    private static final char MARKER = '«';

    private CommonFacts() {}

    /** Returns the facts of the first answer that all others state too, in order; none of fewer than two answers. */
    static List<String> of(List<String> answers) {
        if (answers.size() < 2) {
            return List.of();
        }
        List<String> common = new ArrayList<>(facts(answers.get(0)));
        for (String answer : answers.subList(1, answers.size())) {
            Set<String> others = new LinkedHashSet<>();
            facts(answer).forEach(fact -> others.add(fact.toLowerCase(Locale.ROOT)));
            common.removeIf(fact -> !others.contains(fact.toLowerCase(Locale.ROOT)));
        }
        return common.stream().limit(MOST_KEPT).toList();
    }

    private static Set<String> facts(String answer) {
        Set<String> facts = new LinkedHashSet<>();
        Matcher words = WORD.matcher(withoutMarkers(answer));
        while (words.find() && facts.size() < MOST_LOOKED_AT) {
            String word = TRAILING.matcher(words.group()).replaceFirst("");
            if (word.length() > 1 && DIGIT.matcher(word).find()) {
                facts.add(word);
            }
        }
        return facts;
    }

    private static String withoutMarkers(String answer) {
        if (answer.indexOf(MARKER) < 0) {
            return answer;
        }
        return answer.replaceAll("«[^»]*»", " ");
    }
}
