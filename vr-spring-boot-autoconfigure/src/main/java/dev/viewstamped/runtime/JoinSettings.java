package dev.viewstamped.runtime;

import java.util.function.Supplier;

import dev.viewstamped.transport.MemberAddresses;

/**
 * How a process asks a running group for a place (VR Revisited §7.5).
 *
 * @param address where the group will reach this process, as host and port; asked for
 * once the process has started
 * @param seeds where some members of the group are, or were, in any order
 */
public record JoinSettings(Supplier<String> address, MemberAddresses seeds) {

}
