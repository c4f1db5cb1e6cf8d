/** A redactor for names of people and postal addresses. */
module dev.arceval.names {
    requires transitive dev.arceval.api;
    requires static org.jspecify;
    requires re2j;

    exports dev.arceval.names;
}
