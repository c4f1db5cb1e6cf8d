/** A support desk as a LangChain4j assistant with three tools, recorded and replayed. */
@NullMarked
package dev.arceval.examples.langchain4j;

import org.jspecify.annotations.NullMarked;
