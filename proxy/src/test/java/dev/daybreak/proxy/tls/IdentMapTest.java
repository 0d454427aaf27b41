package dev.daybreak.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.kernel.error.MigrationException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentMapTest {
  @TempDir Path directory;

  private IdentMap map(String text) throws Exception {
    Path file = directory.resolve("map.conf");
    Files.writeString(file, text);
    return IdentMap.read(file);
  }

  @Test
  void readsNamesExpressionsAndComments() throws Exception {
    IdentMap map =
        map(
            """
            # who may be whom
            m  "Ann Bö"        ann      # a name with a blank
            m  /^(.*)@shop$    \\1
            m  operator        all
            """);
    assertThat(map.lets("Ann Bö", "ann")).isTrue();
    assertThat(map.lets("Ann Bö", "bob")).isFalse();
    assertThat(map.lets("ann bö", "ann")).isFalse();
    assertThat(map.lets("bob@shop", "bob")).isTrue();
    assertThat(map.lets("bob@shop", "postgres")).isFalse();
    assertThat(map.lets("bob@shop.evil", "bob")).isFalse();
    assertThat(map.lets("operator", "anyone")).isTrue();
    assertThat(map.lets("operator2", "anyone")).isFalse();
  }

  @Test
  void namesTheBadLine() {
    assertThatThrownBy(() -> map("m a b\nm /( c\n"))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> IdentMap.read(directory.resolve("none")))
        .isInstanceOf(MigrationException.class);
  }
}
