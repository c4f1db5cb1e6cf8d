package dev.arceval.core.curate;

import dev.arceval.eval.Expectation.Argument;
import dev.arceval.eval.Expectation.Argument.Between;
import dev.arceval.eval.Expectation.Argument.Form;
import dev.arceval.eval.Expectation.Argument.OneOf;
import dev.arceval.eval.Expectation.Argument.Source;
import dev.arceval.eval.Expectation.Argument.Stated;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an argument is, as {@code values}, {@code statedBy}, {@code form}, or {@code least} and {@code most}. */
final class ArgumentJson {

    /** Beyond, not every whole number is a double. */
    private static final double MOST_EXACT = 1L << 53;

    private ArgumentJson() {}

    static void write(Argument argument, ObjectNode json) {
        if (argument instanceof OneOf one) {
            ArrayNode values = json.putArray("values");
            one.values().forEach(values::add);
        } else if (argument instanceof Stated stated) {
            json.put("statedBy", stated.source().name().toLowerCase(Locale.ROOT));
        } else if (argument instanceof Form form) {
            json.put("form", form.pattern());
        } else if (argument instanceof Between between) {
            number(json, "least", between.least());
            number(json, "most", between.most());
        }
    }

    static Argument read(Fields json) throws CaseJson.Malformed {
        String source = json.text("statedBy");
        String form = json.text("form");
        Double least = json.number("least");
        Double most = json.number("most");
        if (source != null) {
            return new Stated(source(json, source));
        }
        if (form != null) {
            return form(json, form);
        }
        if (least != null && most != null) {
            if (least > most) {
                throw json.malformed("least", "must not be above most");
            }
            return new Between(least, most);
        }
        return new OneOf(ExpectationJson.requiredTexts(json, "values"));
    }

    private static Source source(Fields json, String name) throws CaseJson.Malformed {
        for (Source source : Source.values()) {
            if (source.name().toLowerCase(Locale.ROOT).equals(name)) {
                return source;
            }
        }
        throw json.malformed("statedBy", "must be input or earlier: " + name);
    }

    private static Form form(Fields json, String pattern) throws CaseJson.Malformed {
        try {
            return new Form(pattern);
        } catch (PatternSyntaxException noPattern) {
            throw json.malformed("form", "must be a regular expression: " + noPattern.getDescription());
        }
    }

    /** A whole number as one, for whoever reads the line. */
    private static void number(ObjectNode json, String name, double value) {
        if (value == Math.rint(value) && Math.abs(value) <= MOST_EXACT) {
            json.put(name, (long) value);
        } else {
            json.put(name, value);
        }
    }
}
