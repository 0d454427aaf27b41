package dev.daybreak.proxy.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The {@code tls-server-end-point} channel binding (RFC 5929 section 4.1). Pure. */
public final class ChannelBinding {
  private ChannelBinding() {}

  /** Of the server that a TLS session was made with; empty when its certificate gives none. */
  public static byte[] ofServer(SSLSession session) {
    try {
      return of(session.getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) {
      return new byte[0];
    }
  }

  /**
   * The certificate's hash by its own signature's hash function, SHA-256 in place of MD5 and SHA-1;
   * empty when the signature names no single hash function.
   */
  static byte[] of(Certificate certificate) {
    if (!(certificate instanceof X509Certificate x509)) {
      return new byte[0];
    }
    String signature = x509.getSigAlgName().toUpperCase(Locale.ROOT);
    int with = signature.indexOf("WITH");
    if (with <= 0) {
      return new byte[0];
    }
    try {
      return MessageDigest.getInstance(hash(signature.substring(0, with)))
          .digest(x509.getEncoded());
    } catch (GeneralSecurityException e) {
      return new byte[0];
    }
  }

  private static String hash(String name) {
    return switch (name) {
      case "MD5", "SHA1", "SHA256" -> "SHA-256";
      case "SHA384" -> "SHA-384";
      case "SHA512" -> "SHA-512";
      case "SHA224" -> "SHA-224";
      default -> name;
    };
  }
}
