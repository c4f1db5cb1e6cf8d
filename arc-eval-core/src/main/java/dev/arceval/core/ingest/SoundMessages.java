package dev.arceval.core.ingest;

import java.nio.charset.StandardCharsets;

/**
 * Says of a text whether it surely is a list of messages that {@link MessageReader} can read, without reading them: several
 * times faster, and nothing is made. What is not plain to see it denies. Mutable, for one thread.
 */
final class SoundMessages {

    private static final int ROLE = 0;

    /** Of one of these and what follows it, the messages of some frameworks are made of something inside of them. */
    private static final String[] NAMES = {"role", "message", "kwargs"};

    private final JsonBytes json = new JsonBytes(NAMES);
    private final int open = json.opening(0);

    /**
     * Returns whether {@code text} is a JSON array of nothing but objects with a role.
     *
     * @param opened whether the array's opening bracket is left out
     */
    boolean areIn(String text, boolean opened) {
        // What is not ASCII becomes a question mark each: it makes no difference in a text, and is as wrong elsewhere.
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        json.start(bytes, 0, bytes.length);
        try {
            boolean sound = opened || json.array();
            for (boolean first = true; sound && json.item(first); first = false) {
                sound = json.object() && isMessage();
            }
            json.finish();
            return sound;
        } catch (JsonBytes.Unusual notPlain) {
            return false;
        }
    }

    private boolean isMessage() {
        boolean role = false;
        boolean plain = true;
        for (int name = json.name(open); name != JsonBytes.CLOSED; name = json.name(name)) {
            if (name == ROLE) {
                role = true;
                plain &= json.textStart() >= 0;
            } else {
                plain &= name == NAMES.length;
            }
            json.skip();
        }
        return role && plain;
    }
}
