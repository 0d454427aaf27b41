package dev.daybreak.schema.read;

/** Where the server keeps an object: valid within one database and one reading of it. */
record Address(String catalog, long oid, int sub) {}
