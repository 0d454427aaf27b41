package dev.daybreak.kernel.stage;

import dev.daybreak.kernel.Secret;

/**
 * A login of an application, the same on source and target.
 *
 * @param user its role
 * @param password empty where the servers ask for none
 */
public record Login(String user, Secret password) {}
