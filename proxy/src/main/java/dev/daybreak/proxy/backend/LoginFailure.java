package dev.daybreak.proxy.backend;

/**
 * Why a server did not let a client in.
 *
 * @param state SQLSTATE for the client
 * @param message for people; names no secret
 */
public record LoginFailure(String state, String message) {}
