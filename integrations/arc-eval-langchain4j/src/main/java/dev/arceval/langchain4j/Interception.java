package dev.arceval.langchain4j;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * An object of the framework, with some of its methods watched. A proxy and not a class that implements the interface: what
 * a later version of the framework adds to the interface then reaches the object as it would without us.
 */
abstract class Interception implements InvocationHandler {

    private final Object target;

    Interception(Object target) {
        this.target = target;
    }

    /** Returns {@code interception} behind {@code type}. */
    static <T> T proxy(Class<T> type, Interception interception) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, interception));
    }

    /** Whether {@code object} is watched already, by an interception of this class. */
    static boolean isWatched(Object object, Class<? extends Interception> by) {
        return Proxy.isProxyClass(object.getClass()) && by.isInstance(Proxy.getInvocationHandler(object));
    }

    @Override
    public final @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.getName().equals("equals") && arguments != null
                    ? Boolean.valueOf(proxy == arguments[0])
                    : forward(method, arguments);
        }
        return call(proxy, method, arguments == null ? new Object[0] : arguments);
    }

    /** Calls a method of the target, watched or not. */
    abstract @Nullable Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable;

    final @Nullable Object forward(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            method.trySetAccessible();
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
