package dev.daybreak.schema.verify;

import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.read.NotedIdentities;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest of a model that changes when and only when the definition of an object does. Pure. */
public final class Fingerprint {
  private Fingerprint() {}

  /** SHA-256 over all objects but roles, which belong to the server, in hexadecimal. */
  public static String of(CatalogModel model) {
    MessageDigest digest = sha256();
    for (CatalogObject object : model.objects()) {
      if (object.id().kind() != Kind.ROLE && object.id().kind() != Kind.MEMBERSHIP) {
        put(digest, object.id().kind() + "\n" + object.id());
        object
            .attributes()
            .forEach(
                (name, value) -> {
                  if (!isLogin(object, name) && !isIdentity(name, value)) {
                    put(digest, name + "\n" + value);
                  }
                });
        put(digest, "");
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Who may connect changes with the fence and is not the schema's. */
  private static boolean isLogin(CatalogObject object, String attribute) {
    return object.id().kind() == Kind.DATABASE
        && (attribute.startsWith(CatalogObject.GRANT)
            || attribute.startsWith(CatalogObject.GRANT_BY)
            || attribute.startsWith(CatalogObject.REVOKE)
            || attribute.equals(CatalogObject.RIGHTS));
  }

  /** Daybreak itself sets a replica identity where a table has no index for it. */
  private static boolean isIdentity(String attribute, String value) {
    return attribute.equals(NotedIdentities.ATTRIBUTE) && !value.startsWith("index ");
  }

  /** The digest of one text, in hexadecimal. */
  public static String of(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void put(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
