package dev.daybreak.proxy.auth;

/** What a server demands of a client before it lets it in. */
public enum AuthMethod {
  TRUST,
  CLEARTEXT,
  MD5,
  SCRAM
}
