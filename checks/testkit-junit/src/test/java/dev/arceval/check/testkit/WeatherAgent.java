package dev.arceval.check.testkit;

import dev.arceval.RecordedTools;
import java.util.Map;
import java.util.function.Function;

/**
 * An agent as a user would write it: it knows its tools as functions and retries once. Public
 * for the test class that is loaded from a jar.
 */
public final class WeatherAgent implements Function<String, String> {

    private final Function<Map<String, Object>, Map<?, ?>> weather;
    private final Function<Map<String, Object>, String> forecast;
    private final int days;

    public WeatherAgent(RecordedTools tools) {
        this(tools, 2);
    }

    public WeatherAgent(RecordedTools tools, int days) {
        this.weather = arguments -> tools.call("weather", arguments, Map.class);
        this.forecast = tools.tool("forecast", String.class);
        this.days = days;
    }

    @Override
    public String apply(String question) {
        String city = question.substring("How is the weather in ".length(), question.indexOf('?'));
        Map<?, ?> now = now(city);
        String later = forecast.apply(Map.of("days", days, "city", city)).replace("\"", "");
        return now.get("celsius") + " degrees, then " + later;
    }

    private Map<?, ?> now(String city) {
        try {
            return weather.apply(Map.of("city", city));
        } catch (RecordedTools.RecordedToolException timeout) {
            return weather.apply(Map.of("city", city));
        }
    }
}
