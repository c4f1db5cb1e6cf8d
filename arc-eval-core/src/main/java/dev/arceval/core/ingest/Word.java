package dev.arceval.core.ingest;

import org.jspecify.annotations.Nullable;

/**
 * An attribute's name with what the vocabularies make of it, and with what one reader remembers: how the attribute was
 * written the last time, which one came next, and the long text it had. Mutable, for one thread.
 */
final class Word {

    private static final byte[] NOTHING = {};

    /** How many are remembered of what comes by turns: most writers have few kinds of spans. */
    private static final int LATELY = 4;

    final String name;
    final int hash;

    /** What feeds on the attribute; null if nothing does. */
    final Vocabularies.@Nullable Rule rule;

    /** What stands before the index, if the name is part of an indexed list; else null. */
    final @Nullable String indexedPrefix;

    /** Whether it is an attribute of the span under another name; see {@link OwnWords#ESCAPE}. */
    final boolean escaped;

    /** Whether the value is JSON with messages, to be read later. */
    final boolean holdsMessages;

    /** The bytes from the attribute's start to its value; empty if they are not known. */
    byte[] bytes = NOTHING;

    /** The kind of value that follows the bytes, as the reader numbers them. */
    int member;

    /** The values that came last of those that come often, the latest first. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private final KnownBytes.@Nullable Known<Object>[] values = new KnownBytes.Known[LATELY];

    /** The long text that was last read in this record, a {@code String} or a {@link MessageText}; null if there was none. */
    @Nullable
    Object text;

    /** Where that text stands in the record's bytes. */
    int textStart;

    int textLength;

    private final @Nullable Word[] followers = new Word[LATELY];

    private Word(String name, boolean ofSpan) {
        this.name = name;
        this.hash = name.hashCode();
        this.rule = ofSpan ? Vocabularies.rule(name) : null;
        this.indexedPrefix = ofSpan && rule == null ? Vocabularies.indexedPrefix(name) : null;
        this.escaped = name.startsWith(OwnWords.ESCAPE);
        this.holdsMessages = ofSpan && Vocabularies.holdsMessages(name);
    }

    /** Returns the name of a span's attribute. */
    static Word ofSpan(String name) {
        return new Word(name, true);
    }

    /** Returns a name of which nothing is made: of a resource, a scope, an event or a link. */
    static Word other(String name) {
        return new Word(name, false);
    }

    /** Returns the values that came last of those that come often, the latest first; null where there were none. */
    KnownBytes.@Nullable Known<Object>[] values() {
        return values;
    }

    /** Takes note of a value that comes often and is not among those that came last. */
    void learn(KnownBytes.Known<Object> known) {
        System.arraycopy(values, 0, values, 1, LATELY - 1);
        values[0] = known;
    }

    /** Returns the attributes that came behind this one, the latest first; null where there were none. */
    @Nullable
    Word[] followers() {
        return followers;
    }

    void followedBy(Word next) {
        if (followers[0] != next) {
            int at = 1;
            while (at < LATELY - 1 && followers[at] != next) {
                at++;
            }
            System.arraycopy(followers, 0, followers, 1, at);
            followers[0] = next;
        }
    }
}
