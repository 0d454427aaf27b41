package dev.daybreak.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** A well-behaved reader that knows each answer beforehand. */
final class HonestClient {
  private HonestClient() {}

  /** Asks until it is done; gives how often it was answered. */
  static int run(int port, int id, AtomicBoolean done) throws Exception {
    String url =
        "jdbc:postgresql://127.0.0.1:"
            + port
            + "/app?user=postgres&sslmode=disable&socketTimeout=60";
    int answers = 0;
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement query =
            connection.prepareStatement("SELECT ?::text, repeat('h', ?::int)")) {
      while (!done.get() || answers < 20) {
        String tag = "honest " + id + " " + answers;
        query.setString(1, tag);
        query.setInt(2, answers % 50 * 100);
        try (ResultSet row = query.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString(1)).isEqualTo(tag);
          assertThat(row.getString(2)).isEqualTo("h".repeat(answers % 50 * 100));
          assertThat(row.next()).isFalse();
        }
        answers++;
        Thread.sleep(2);
      }
    }
    return answers;
  }
}
