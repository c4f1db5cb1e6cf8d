package dev.arceval.core.ingest;

import java.util.List;

/** What an attribute's text comes wrapped in. */
enum Wrapping {
    /** Nothing. */
    NONE {
        @Override
        String unwrapped(String text) {
            return text;
        }
    },
    /** The quotes of JSON, where the value is a mere text. */
    QUOTES {
        @Override
        String unwrapped(String text) {
            return JsonMembers.unquoted(text);
        }
    },
    /**
     * A call, {@code {"args": [...], "kwargs": {...}}}: taken off where either holds all there is. Smolagents has a switch of
     * its own beside them.
     */
    CALL {
        @Override
        String unwrapped(String text) {
            JsonMembers call = text.contains("\"args\"") ? JsonMembers.of(text) : null;
            if (call == null
                    || !(call.holdOnly("args")
                            || call.holdOnly("args", "kwargs")
                            || call.holdOnly("args", "sanitize_inputs_outputs", "kwargs"))) {
                return text;
            }
            String positional = String.valueOf(call.get(List.of("args")));
            String named = call.get(List.of("kwargs")) instanceof String object ? object : "{}";
            if (positional.equals("[]")) {
                return named;
            }
            String only = named.equals("{}") ? JsonMembers.onlyItem(positional) : null;
            return only == null ? text : only;
        }
    };

    /** Returns {@code text} without it; as it is if it comes without. */
    abstract String unwrapped(String text);
}
