package dev.viewstamped.message;

/**
 * A member of a configuration.
 *
 * @param memberId a small number, assigned by the group and never reused
 * @param address where the member is reached; an attribute, not its identity
 */
public record Member(int memberId, String address) {

}
