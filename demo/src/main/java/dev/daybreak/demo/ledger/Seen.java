package dev.daybreak.demo.ledger;

/** A row as the database has it: its last write and the digest of its content. */
record Seen(long number, String digest) {
  boolean is(Write write) {
    return number == write.number() && (write.digest().isEmpty() || digest.equals(write.digest()));
  }
}
