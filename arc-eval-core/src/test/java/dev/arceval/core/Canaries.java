package dev.arceval.core;

import java.util.List;

/** Secrets that nothing we write may hold; of each kind one, put together here so that no scanner takes them for real. */
final class Canaries {

    static final List<String> SECRETS = List.of(
            "ghp_" + "k3Jx9QzT7bVn2LmWcR8sYdF5hG1pA6uE0oZi",
            "AKIA" + "QYLPMN5HHHFPZAM2",
            "ann.lee-of-the-desk@mail.shop.example",
            "4111 1111 1111 1111",
            "DE89370400440532013000");

    private Canaries() {}
}
