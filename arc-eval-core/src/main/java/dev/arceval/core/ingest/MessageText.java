package dev.arceval.core.ingest;

import dev.arceval.trace.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of an attribute that holds messages, before they are read.
 *
 * <p>Each model call of a run repeats what was said before it and adds a little, so messages grow with the square of the
 * run's length. A text that continues another one keeps only what it adds; what they share is kept, and read, once.
 *
 * <p>Immutable from outside and thread-safe: threads that read at the same time read equal messages.
 */
final class MessageText {

    /** Stands for a text that others cannot continue: it is no list of nothing but messages. */
    private static final List<Message> NO_LIST = Collections.unmodifiableList(new ArrayList<>(0));

    private static final String LIST = "[{\"role\"";

    private final @Nullable MessageText before;
    private final String more;
    private final int length;
    private @Nullable List<Message> list;
    private @Nullable Boolean sound;

    private MessageText(@Nullable MessageText before, String more, int length) {
        this.before = before;
        this.more = more;
        this.length = length;
    }

    static MessageText of(String text) {
        return new MessageText(null, text, text.length());
    }

    /**
     * Returns {@code before} with its last bracket replaced by a comma and {@code more}.
     *
     * @param more what follows behind the comma, up to the end
     */
    static MessageText continued(MessageText before, String more) {
        return new MessageText(before, more, Math.addExact(before.length, more.length()));
    }

    /** Whether another text can start with this one. */
    boolean mayContinue() {
        return (before != null || more.startsWith(LIST)) && more.endsWith("]");
    }

    /** Characters of the whole text. */
    int length() {
        return length;
    }

    /** Characters that this text keeps for itself. */
    int ownLength() {
        return more.length();
    }

    /** Whether this surely is a list of messages of which none is longer than {@code characters}, without reading them. */
    boolean isListWithin(int characters, SoundMessages messages) {
        if (!mayContinue()) {
            return false;
        }
        Deque<MessageText> unknown = new ArrayDeque<>();
        for (MessageText text = this; text != null && text.sound == null; text = text.before) {
            unknown.push(text);
        }
        for (MessageText text : unknown) {
            MessageText earlier = text.before;
            text.sound = (earlier == null || Boolean.TRUE.equals(earlier.sound))
                    && text.more.length() <= characters
                    && messages.areIn(text.more, earlier != null);
        }
        return Boolean.TRUE.equals(sound);
    }

    /** Returns the messages; the whole text as what {@code speaker} said if it holds none. */
    List<Message> messages(Message.Role speaker) {
        List<Message> read = messagesOrNull(speaker);
        return read == null ? List.of(Message.of(speaker, text())) : read;
    }

    /** Returns the messages; null if the text holds none. */
    @Nullable
    List<Message> messagesOrNull(Message.Role speaker) {
        // Who speaks where a message does not say so is the user in what is read once for all.
        List<Message> read = speaker == Message.Role.USER && mayContinue() ? list() : NO_LIST;
        return read == NO_LIST ? MessageReader.read(text(), speaker) : read;
    }

    /** Returns the whole text. */
    String text() {
        if (before == null) {
            return more;
        }
        Deque<MessageText> pieces = new ArrayDeque<>();
        for (MessageText piece = this; piece != null; piece = piece.before) {
            pieces.push(piece);
        }
        StringBuilder text = new StringBuilder(length);
        for (MessageText piece : pieces) {
            if (piece.before != null) {
                text.setCharAt(text.length() - 1, ',');
            }
            text.append(piece.more);
        }
        return text.toString();
    }

    /** Returns the messages of a list that holds nothing else, else {@link #NO_LIST}. */
    private List<Message> list() {
        List<Message> read = list;
        if (read == null) {
            // The oldest is read first, so that a long conversation needs no deep stack.
            Deque<MessageText> unread = new ArrayDeque<>();
            for (MessageText text = before; text != null && text.list == null; text = text.before) {
                unread.push(text);
            }
            unread.forEach(text -> text.list = text.readList());
            read = readList();
            list = read;
        }
        return read;
    }

    private List<Message> readList() {
        List<Message> first = before == null ? List.of() : before.list();
        List<Message> added = first == NO_LIST ? null : MessageReader.readList(before == null ? more : "[" + more);
        if (added == null) {
            return NO_LIST;
        }
        List<Message> both = new ArrayList<>(first.size() + added.size());
        both.addAll(first);
        both.addAll(added);
        return List.copyOf(both);
    }
}
