package dev.arceval.core.capture;

import java.lang.ref.Cleaner;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Follows results that are still on their way when a call returns: the step ends with the result, not with the call. What a
 * reader gets is as lazy as before and throws what it threw. A stream that its reader drops half-way without a word ends
 * its step, as cancelled, when the garbage collector finds it.
 */
public final class Following {

    private Following() {}

    /** Starts its thread with the first stream that is followed. */
    private static final class Abandoned {
        static final Cleaner CLEANER = Cleaner.create();
    }

    /** Ends {@code step} when {@code stage} does. The stage stays the one the agent returned. */
    public static void stage(Step step, CompletionStage<?> stage) {
        step.detach();
        try {
            stage.whenComplete((result, error) -> {
                if (error == null) {
                    step.output(result);
                } else {
                    step.failed(cause(error));
                }
                step.end();
            });
        } catch (Throwable unsupported) {
            // A stage that cannot be watched: the step ends with the call, without a result.
            step.end();
        }
    }

    private static Throwable cause(Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : null;
        return cause == null ? error : cause;
    }

    /** Returns {@code iterator}, ending {@code step} when it has no more. */
    public static <T extends @Nullable Object> Iterator<T> iterator(Step step, Iterator<T> iterator) {
        step.detach();
        Chunks chunks = new Chunks(step);
        return watched(new FollowedIterator<>(iterator, chunks), chunks);
    }

    /** Returns {@code publisher}, ending {@code step} with its first subscription; further ones are not recorded. */
    public static <T> Flow.Publisher<T> publisher(Step step, Flow.Publisher<T> publisher) {
        step.detach();
        Chunks chunks = new Chunks(step);
        return watched(new FollowedPublisher<>(publisher, chunks), chunks);
    }

    /** Returns {@code stream}, ending {@code step} when it is used up or closed. It is read by one thread at a time. */
    public static <T extends @Nullable Object> Stream<T> stream(Step step, Stream<T> stream) {
        step.detach();
        Chunks chunks = new Chunks(step);
        Spliterator<T> elements = watched(new FollowedSpliterator<>(stream.spliterator(), chunks), chunks);
        return StreamSupport.stream(elements, stream.isParallel()).onClose(() -> {
            try {
                stream.close();
            } finally {
                chunks.cancelled();
            }
        });
    }

    private static <T> T watched(T followed, Chunks chunks) {
        Abandoned.CLEANER.register(followed, chunks);
        return followed;
    }

    private record FollowedIterator<T extends @Nullable Object>(Iterator<T> iterator, Chunks chunks)
            implements Iterator<T> {

        @Override
        public boolean hasNext() {
            try {
                boolean more = iterator.hasNext();
                if (!more) {
                    chunks.completed();
                }
                return more;
            } catch (Throwable error) {
                chunks.failed(error);
                throw error;
            }
        }

        @Override
        public T next() {
            try {
                T next = iterator.next();
                chunks.add(next);
                return next;
            } catch (Throwable error) {
                chunks.failed(error);
                throw error;
            }
        }

        @Override
        public void remove() {
            iterator.remove();
        }
    }

    private record FollowedSpliterator<T extends @Nullable Object>(Spliterator<T> elements, Chunks chunks)
            implements Spliterator<T> {

        @Override
        public boolean tryAdvance(Consumer<? super T> action) {
            try {
                boolean more = elements.tryAdvance(recorded(action));
                if (!more) {
                    chunks.completed();
                }
                return more;
            } catch (Throwable error) {
                chunks.failed(error);
                throw error;
            }
        }

        @Override
        public void forEachRemaining(Consumer<? super T> action) {
            try {
                elements.forEachRemaining(recorded(action));
                chunks.completed();
            } catch (Throwable error) {
                chunks.failed(error);
                throw error;
            }
        }

        private Consumer<T> recorded(Consumer<? super T> action) {
            return element -> {
                chunks.add(element);
                try {
                    action.accept(element);
                } catch (Throwable error) {
                    // The reader's own: it wants no more.
                    chunks.cancelled();
                    throw error;
                }
            };
        }

        @Override
        public @Nullable Spliterator<T> trySplit() {
            return null;
        }

        @Override
        public long estimateSize() {
            return elements.estimateSize();
        }

        @Override
        public int characteristics() {
            return elements.characteristics() & ~Spliterator.SUBSIZED;
        }

        @Override
        public @Nullable Comparator<? super T> getComparator() {
            return elements.getComparator();
        }
    }

    private static final class FollowedPublisher<T> implements Flow.Publisher<T> {

        private final Flow.Publisher<T> publisher;
        private final Chunks chunks;
        private final AtomicBoolean subscribed = new AtomicBoolean();

        FollowedPublisher(Flow.Publisher<T> publisher, Chunks chunks) {
            this.publisher = publisher;
            this.chunks = chunks;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super T> subscriber) {
            boolean first = subscriber != null && subscribed.compareAndSet(false, true);
            publisher.subscribe(first ? new FollowedSubscriber<>(this, subscriber) : subscriber);
        }
    }

    /** Keeps the publisher reachable: a subscription is not abandoned while its publisher is no longer held. */
    private record FollowedSubscriber<T>(FollowedPublisher<T> publisher, Flow.Subscriber<? super T> subscriber)
            implements Flow.Subscriber<T> {

        private Chunks chunks() {
            return publisher.chunks;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {
                    subscription.request(count);
                }

                @Override
                public void cancel() {
                    try {
                        subscription.cancel();
                    } finally {
                        chunks().cancelled();
                    }
                }
            });
        }

        @Override
        public void onNext(T item) {
            chunks().add(item);
            subscriber.onNext(item);
        }

        @Override
        public void onError(Throwable error) {
            chunks().failed(error);
            subscriber.onError(error);
        }

        @Override
        public void onComplete() {
            chunks().completed();
            subscriber.onComplete();
        }
    }
}
