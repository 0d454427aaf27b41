package dev.daybreak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.Endpoint;
import org.junit.jupiter.api.Test;

class TestServersIT {
  @Test
  void twoMajorVersionsRunSideBySideInOneProcess() {
    for (ServerRelease release : new ServerRelease[] {ServerRelease.PG15, ServerRelease.PG18}) {
      Endpoint database = TestServers.database(release, "odd \"name\" é");
      assertThat(TestSql.value(database, "SHOW server_version"))
          .startsWith(Integer.toString(release.major()));
      assertThat(TestSql.value(database, "SHOW wal_level")).isEqualTo("logical");
    }
  }
}
