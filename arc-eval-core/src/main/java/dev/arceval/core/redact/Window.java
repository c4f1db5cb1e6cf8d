package dev.arceval.core.redact;

/** A part of a text, seen without copying it; it remembers how far it was read. Not thread-safe. */
final class Window implements CharSequence {

    private final String text;
    private final int start;
    private final int end;
    private int furthest;

    Window(String text, int start, int end) {
        this.text = text;
        this.start = start;
        this.end = end;
        furthest = start;
    }

    /** The place in the text up to which chars were read. */
    int furthest() {
        return furthest;
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        int place = start + index;
        if (place > furthest) {
            furthest = place;
        }
        return text.charAt(place);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new Window(text, start + from, start + to);
    }

    @Override
    public String toString() {
        return text.substring(start, end);
    }
}
