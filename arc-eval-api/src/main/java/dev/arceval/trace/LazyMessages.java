package dev.arceval.trace;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Supplier;

/**
 * Messages that are read from their text when someone first looks at them. Most of what a trace carries is the text of
 * messages, and not everyone who reads traces looks at it.
 *
 * <p>A span keeps such a list as it is instead of copying it. Unmodifiable; thread-safe: threads that look at the same time
 * may each read, and then see equal messages.
 *
 * @since 0.1
 */
public final class LazyMessages extends AbstractList<Message> implements RandomAccess {

    private final long characters;

    /** The supplier, until someone looked; from then on the list. One field, so that a race cannot see neither. */
    private Object state;

    private LazyMessages(long characters, Supplier<List<Message>> source) {
        this.characters = characters;
        this.state = source;
    }

    /**
     * Returns messages that are read later.
     *
     * @param characters how many characters the text has that is kept for it: an estimate for those who watch memory
     * @param source reads the messages; gives equal ones each time, throws nothing, and is let go after its first answer
     */
    public static LazyMessages of(long characters, Supplier<List<Message>> source) {
        return new LazyMessages(characters, source);
    }

    /** Returns how many characters of text these messages keep, without reading them. */
    public long characters() {
        return characters;
    }

    @Override
    public Message get(int index) {
        return messages().get(index);
    }

    @Override
    public int size() {
        return messages().size();
    }

    @SuppressWarnings("unchecked")
    private List<Message> messages() {
        Object seen = state;
        if (seen instanceof Supplier) {
            seen = List.copyOf(((Supplier<List<Message>>) seen).get());
            state = seen;
        }
        return (List<Message>) seen;
    }
}
