/** A user's application. It names the API only; core comes through the service loader. */
module consumer {
    requires dev.arceval.api;
}
