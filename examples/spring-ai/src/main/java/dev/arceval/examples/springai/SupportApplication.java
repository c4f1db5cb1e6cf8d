package dev.arceval.examples.springai;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The application. That it is recorded is a matter of its class path. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(SupportAgent.class)
public final class SupportApplication {}
