package dev.arceval.testkit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * Where connections may go.
 *
 * @param hosts names or addresses, with or without a port, as in {@code api.example.com:443}
 * @param loopback whether loopback addresses are allowed
 */
record AllowedHosts(Set<String> hosts, boolean loopback) {

    boolean allows(String host, int port) {
        return hosts.contains(host) || hosts.contains(host + ":" + port) || (loopback && isLoopback(host));
    }

    /** Of a name, only the one that always means this machine: a look-up would be a connection too. */
    private static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        boolean literal = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        try {
            return literal && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
