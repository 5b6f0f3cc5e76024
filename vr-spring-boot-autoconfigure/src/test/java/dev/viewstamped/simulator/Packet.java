package dev.viewstamped.simulator;

import java.util.function.Consumer;

import dev.viewstamped.message.Message;

/**
 * A message on its way.
 *
 * @param from node that sent it
 * @param to node that it goes to
 * @param message the message
 * @param repeatable whether the network may deliver it twice
 * @param receiver takes the message at its destination
 */
public record Packet(int from, int to, Message message, boolean repeatable, Consumer<Message> receiver) {

}
