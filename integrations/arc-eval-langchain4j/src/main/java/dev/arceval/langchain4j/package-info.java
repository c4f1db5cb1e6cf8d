/** LangChain4j: assistants and models that record what they do. */
@NullMarked
package dev.arceval.langchain4j;

import org.jspecify.annotations.NullMarked;
