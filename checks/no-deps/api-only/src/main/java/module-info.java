/** A user's application that records nothing unless core is added at run time. */
module consumer {
    requires dev.arceval.api;
}
