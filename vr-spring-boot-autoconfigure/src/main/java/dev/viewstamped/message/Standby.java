package dev.viewstamped.message;

import java.util.UUID;

/**
 * A replica that follows the group without a vote, so that it is up to date when it
 * becomes a member (§7.5). Its id is assigned when it asks to join and becomes its member
 * id; ids are never reused. A further process at the same address is a further life of
 * the same standby as long as that is not a member.
 *
 * @param memberId the id
 * @param address where it is reached
 * @param boot identity of its process
 * @param incarnation number of its life, from 0
 */
public record Standby(int memberId, String address, UUID boot, long incarnation) {

}
