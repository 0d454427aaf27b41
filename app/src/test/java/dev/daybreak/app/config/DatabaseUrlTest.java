package dev.daybreak.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.control.EndpointSpec;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  private static final EndpointSpec SHOP =
      new EndpointSpec("db.example", 6543, "shop", "me", "", Map.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me@db.example:6543/shop",
        "postgres://me@db.example:6543/shop",
        "jdbc:postgresql://me@db.example:6543/shop",
        "jdbc:postgresql://db.example:6543/shop?user=me",
        "  postgresql://me@db.example:6543/shop "
      })
  void takesEveryUsualForm(String url) {
    assertThat(DatabaseUrl.parse("source", url, "")).isEqualTo(SHOP);
  }

  @Test
  void keepsOddNamesDefaultPortAndDriverOptions() {
    assertThat(
            DatabaseUrl.parse(
                "target",
                "postgresql://m%40e@[2001:db8::1]/Kasse%20%C3%A9%2Fx+y?sslmode=verify-full"
                    + "&sslrootcert=/etc/ca%20file.pem",
                "env:PW"))
        .isEqualTo(
            new EndpointSpec(
                "2001:db8::1",
                5432,
                "Kasse é/x+y",
                "m@e",
                "env:PW",
                Map.of("sslmode", "verify-full", "sslrootcert", "/etc/ca file.pem")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:hunter2@db.example/shop",
        "postgresql://me:hunter2/more@db.example/shop",
        "postgresql://me:hunter2?more@db.example/shop",
        "postgresql://me@db.example/shop?password=hunter2",
        "postgresql://me@db.example/shop?sslpassword=hunter2",
        "postgresql://me@db.example/shop?PASSWORD=hunter2",
        "mysql://me:hunter2@db.example/shop",
        "me:hunter2@db.example/shop"
      })
  void refusesPasswordsWithoutRepeatingThem(String url) {
    assertThatThrownBy(() -> DatabaseUrl.parse("source", url, ""))
        .isInstanceOfSatisfying(
            MigrationException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.BAD_URL);
              assertThat(e.line()).doesNotContain("hunter2").contains("source");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop",
        "postgresql://",
        "postgresql://db.example/shop",
        "postgresql://me@db.example",
        "postgresql://me@db.example/",
        "postgresql://me@/shop",
        "postgresql://me@db.example:0/shop",
        "postgresql://me@db.example:65536/shop",
        "postgresql://me@db.example:x/shop",
        "postgresql://me@a,b/shop",
        "postgresql://me@a:1,b:2/shop",
        "postgresql://me@[::1/shop",
        "postgresql://me@db.example/sh%op",
        "postgresql://me@db.example/shop?sslmode=maybe",
        "postgresql://me@db.example/shop?sslmode",
        "postgresql://me@db.example/shop?sslmode=require&sslmode=require",
        "postgresql://me@db.example/shop?currentSchema=x",
        "postgresql://me@db.example/shop?" + "ApplicationName=x"
      })
  void refusesEverythingElse(String url) {
    assertThatThrownBy(() -> DatabaseUrl.parse("source", url, ""))
        .isInstanceOfSatisfying(
            MigrationException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.BAD_URL);
              assertThat(e.remedy()).isNotEmpty();
            });
  }
}
