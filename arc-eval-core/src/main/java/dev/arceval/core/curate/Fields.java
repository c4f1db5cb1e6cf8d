package dev.arceval.core.curate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a JSON object that a person may have written: each is read with its type checked. */
final class Fields {

    private final ObjectNode json;
    private final String owner;

    /** @param owner what messages call the object */
    Fields(ObjectNode json, String owner) {
        this.json = json;
        this.owner = owner;
    }

    CaseJson.Malformed malformed(String name, String rule) {
        return new CaseJson.Malformed(owner + ": " + name + " " + rule);
    }

    CaseJson.Malformed missing(String name) {
        return new CaseJson.Malformed(owner + " has no " + name);
    }

    String requiredText(String name) throws CaseJson.Malformed {
        String text = text(name);
        if (text == null) {
            throw missing(name);
        }
        return text;
    }

    @Nullable
    String text(String name) throws CaseJson.Malformed {
        JsonNode value = value(name);
        if (value != null && !value.isString()) {
            throw malformed(name, "must be text");
        }
        return value == null ? null : value.stringValue();
    }

    String textOr(String name, String absent) throws CaseJson.Malformed {
        String text = text(name);
        return text == null ? absent : text;
    }

    @Nullable
    Double number(String name) throws CaseJson.Malformed {
        JsonNode value = value(name);
        if (value != null && !value.isNumber()) {
            throw malformed(name, "must be a number");
        }
        return value == null ? null : Double.valueOf(value.doubleValue());
    }

    double numberOr(String name, double absent) throws CaseJson.Malformed {
        Double number = number(name);
        return number == null ? absent : number;
    }

    @Nullable
    Long wholeNumber(String name) throws CaseJson.Malformed {
        JsonNode value = value(name);
        if (value != null && !(value.isIntegralNumber() && value.canConvertToLong())) {
            throw malformed(name, "must be a whole number");
        }
        return value == null ? null : Long.valueOf(value.longValue());
    }

    @Nullable
    List<String> texts(String name) throws CaseJson.Malformed {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : arrayOf(name, value)) {
            if (!item.isString()) {
                throw malformed(name, "must be a list of texts");
            }
            texts.add(item.stringValue());
        }
        return texts;
    }

    @Nullable
    Fields object(String name) throws CaseJson.Malformed {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ObjectNode object)) {
            throw malformed(name, "must be an object");
        }
        return new Fields(object, owner + ": " + name);
    }

    /** Returns the objects of a list; none if it is absent. */
    List<Fields> objects(String name, String itemName) throws CaseJson.Malformed {
        JsonNode value = value(name);
        List<Fields> objects = new ArrayList<>();
        if (value == null) {
            return objects;
        }
        for (JsonNode item : arrayOf(name, value)) {
            String owned = owner + ": " + itemName + " " + (objects.size() + 1);
            if (!(item instanceof ObjectNode object)) {
                throw new CaseJson.Malformed(owned + " must be an object");
            }
            objects.add(new Fields(object, owned));
        }
        return objects;
    }

    /** Returns the JSON text that {@link LineJson#putJsonText} was given. */
    @Nullable
    String jsonText(String name) throws CaseJson.Malformed {
        String text = text(name + "Text");
        return text == null ? LineJson.jsonText(json, name) : text;
    }

    private JsonNode arrayOf(String name, JsonNode value) throws CaseJson.Malformed {
        if (!value.isArray()) {
            throw malformed(name, "must be a list");
        }
        return value;
    }

    private @Nullable JsonNode value(String name) {
        JsonNode value = json.get(name);
        return value == null || value.isNull() ? null : value;
    }
}
