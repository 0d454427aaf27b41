package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Makes a self-signed certificate with the JDK's own keytool. */
final class TestTls {
  private TestTls() {}

  /** PEM files. */
  record Files(Path certificate, Path key) {}

  static Files create(Path directory) throws Exception {
    return create(directory, "localhost");
  }

  /** A pair of files called by the name, which is also the certificate's common name. */
  static Files create(Path directory, String name) throws Exception {
    Path store = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = java.nio.file.Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    Path certificate = directory.resolve(name + ".crt");
    Path key = directory.resolve(name + ".key");
    pem(certificate, "CERTIFICATE", keys.getCertificate("a").getEncoded());
    pem(key, "PRIVATE KEY", keys.getKey("a", "changeit".toCharArray()).getEncoded());
    java.nio.file.Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return new Files(certificate, key);
  }

  private static void pem(Path file, String name, byte[] content) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    java.nio.file.Files.writeString(
        file, "-----BEGIN " + name + "-----\n" + body + "\n-----END " + name + "-----\n");
  }
}
