package dev.arceval.langchain4j;

import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderResult;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LangChain4j's builder, with what it is given adapted before the assistant is built of it. */
abstract class AdaptedAiServices<T> extends AiServices<T> {

    private final Class<T> type;

    AdaptedAiServices(Class<T> type) {
        super(AiServiceContext.create(type));
        this.type = type;
    }

    /** Returns what is called in place of {@code tool}; asked again if the builder builds again. */
    abstract ToolExecutor adapted(String name, ToolExecutor tool);

    /** Adapts everything but tools. */
    abstract void adapt(AiServiceContext context);

    /** Returns what is handed out in place of the assistant. */
    abstract T adapted(T service, Class<T> type);

    @Override
    public final AiServices<T> toolProvider(ToolProvider provider) {
        return super.toolProvider(adapted(provider));
    }

    @Override
    public final AiServices<T> toolProviders(Collection<ToolProvider> providers) {
        return super.toolProviders(providers.stream().map(this::adapted).toList());
    }

    @Override
    public final AiServices<T> toolProviders(ToolProvider... providers) {
        return toolProviders(List.of(providers));
    }

    private ToolProvider adapted(ToolProvider provider) {
        return Interception.proxy(ToolProvider.class, new Provider(provider));
    }

    @Override
    public final T build() {
        adapt(context);
        context.toolService.toolExecutors().replaceAll(this::adapted);
        return adapted(AiServices.<T>builder(context).build(), type);
    }

    /** A provider whose tools are adapted when they are asked for. */
    private final class Provider extends Interception {

        Provider(ToolProvider provider) {
            super(provider);
        }

        @Override
        @Nullable
        Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
            Object result = forward(method, arguments);
            if (!(result instanceof ToolProviderResult provided)) {
                return result;
            }
            return new ToolProviderResult(
                    provided.aiServiceTools().stream().map(this::adapted).toList());
        }

        private AiServiceTool adapted(AiServiceTool tool) {
            return tool.toBuilder()
                    .toolExecutor(AdaptedAiServices.this.adapted(tool.name(), tool.toolExecutor()))
                    .build();
        }
    }
}
