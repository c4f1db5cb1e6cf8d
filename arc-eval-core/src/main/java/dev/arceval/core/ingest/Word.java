package dev.arceval.core.ingest;

import org.jspecify.annotations.Nullable;

/**
 * An attribute's name with what the vocabularies make of it, and with what one reader remembers: how the attribute was
 * written the last time, which one came next, and the long text it had. Mutable, for one thread.
 */
final class Word {

    private static final byte[] NOTHING = {};

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

    /** The value that last came of those that come often, with its bytes. */
    KnownBytes.@Nullable Known<Object> value;

    /** The one before. */
    KnownBytes.@Nullable Known<Object> otherValue;

    /** The long text that was last read in this record, a {@code String} or a {@link MessageText}; null if there was none. */
    @Nullable
    Object text;

    /** Where that text stands in the record's bytes. */
    int textStart;

    int textLength;

    private @Nullable Word follower;
    private @Nullable Word otherFollower;

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

    /** Takes note of a value that comes often. */
    void learn(KnownBytes.Known<Object> known) {
        otherValue = value;
        value = known;
    }

    /** Returns the attribute that came behind this one the last time; null if none did. */
    @Nullable
    Word follower() {
        return follower;
    }

    /** Returns the one that came behind this one before that. */
    @Nullable
    Word otherFollower() {
        return otherFollower;
    }

    void followedBy(Word next) {
        if (follower != next) {
            otherFollower = follower;
            follower = next;
        }
    }
}
