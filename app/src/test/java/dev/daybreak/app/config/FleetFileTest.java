package dev.daybreak.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.daybreak.control.EndpointSpec;
import dev.daybreak.control.Gates;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.Ownership;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Unmovable;
import dev.daybreak.kernel.route.UnmovablePolicy;
import dev.daybreak.kernel.route.UnmovableRules;
import dev.daybreak.kernel.stage.SchemaChoices;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetFileTest {
  @Test
  void decisionsAboutTheSchemaAreRead() {
    MigrationSpec spec =
        read(ONE
                + """
                          schema:
                            profile: aurora-postgresql
                            skip: [view a.b]
                            types: [{column: a.t.c, type: bigint}]
                            replace: [{object: view a.d, sql: SELECT 1 AS one}]
                            accept: [{finding: SCH-X, object: view a.e, reason: known}]
                            logins: [{user: web, passwordEnv: WEB}, {user: batch}]
                      """)
            .get(0);
    assertThat(spec.schema())
        .isEqualTo(
            new SchemaChoices(
                "aurora-postgresql",
                List.of("view a.b"),
                List.of(new SchemaChoices.ColumnType("column a.t.c", "bigint")),
                List.of(new SchemaChoices.Replacement("view a.d", "SELECT 1 AS one")),
                List.of(new SchemaChoices.Acceptance("SCH-X", "view a.e", "known")),
                List.of(
                    new SchemaChoices.Credential("web", "env:WEB"),
                    new SchemaChoices.Credential("batch", ""))));
  }

  @Test
  void wrongDecisionsAboutTheSchemaAreAllNamed() {
    MigrationException refusal =
        catchThrowableOfType(
            MigrationException.class,
            () ->
                read(
                    ONE
                        + """
                              schema:
                                profile: oracle
                                skip: view a.b
                                types: [{column: a.t.c}]
                                logins: [{passwordEnv: A, passwordFile: b}]
                                rename: []
                          """));
    assertThat(refusal)
        .hasMessageContaining("'profile' is one of postgresql, aurora-postgresql")
        .hasMessageContaining("'skip' wants a list")
        .hasMessageContaining("'type' is missing")
        .hasMessageContaining("'user' is missing")
        .hasMessageContaining("both by variable and by file")
        .hasMessageContaining("unknown key 'rename'");
  }

  private static final String ONE =
      """
      databases:
        - name: shop
          source: postgresql://me@old/shop
          target: postgresql://me@new/shop
          listen: 127.0.0.1:6432
      """;

  @Test
  void ownKeysStandBeforeSharedDefaults() {
    List<MigrationSpec> specs =
        read(
            """
            defaults:
              listen: 127.0.0.1:6432
              owner: "platform #1"
              wave: w1
              cutover: auto
              sourcePasswordEnv: OLD_PW
              budget: {holdMillis: 800, drainMillis: 5000}
            databases:
              - source: postgresql://me@old/Shop-1
                target: postgresql://me@new/shop?sslmode=require
                targetPasswordFile: /run/secrets/new
              - name: pay
                source: postgres://me@old/pay
                target: jdbc:postgresql://me@new:5433/pay
                listen: "[::1]:6433"
                owner: payments
                window: Sat 22:00-Sun 02:00 UTC
                cutover: manual
                unmovable: end
                budget:
                  holdMillis: 300
            """);
    assertThat(specs)
        .containsExactly(
            new MigrationSpec(
                "shop_1",
                new EndpointSpec("old", 5432, "Shop-1", "me", "env:OLD_PW", Map.of()),
                new EndpointSpec(
                    "new",
                    5432,
                    "shop",
                    "me",
                    "file:/run/secrets/new",
                    Map.of("sslmode", "require")),
                "127.0.0.1",
                6432,
                new Ownership("platform #1", "w1", ""),
                new Gates(1_000, 5_000, 800, 1_000, 5),
                true,
                SchemaChoices.NONE),
            new MigrationSpec(
                "pay",
                new EndpointSpec("old", 5432, "pay", "me", "env:OLD_PW", Map.of()),
                new EndpointSpec(
                    "new", 5433, "pay", "me", "env:DAYBREAK_TARGET_PASSWORD", Map.of()),
                "::1",
                6433,
                new Ownership("payments", "w1", "Sat 22:00-Sun 02:00 UTC"),
                new Gates(1_000, 5_000, 300, 1_000, 5, UnmovablePolicy.END, Map.of()),
                false,
                SchemaChoices.NONE));
  }

  @Test
  void sessionsThatCannotMoveAreTreatedReasonByReason() {
    UnmovableRules rules =
        read(ONE
                + """
                    unmovable:
                      temporary table: end
                      WITH HOLD cursor: end
                      session advisory lock: wait
                      other: end
                """)
            .get(0)
            .gates()
            .unmovableRules();
    assertThat(Unmovable.REASONS.stream().filter(rules::waitsFor))
        .containsExactly(Unmovable.ADVISORY, Unmovable.REPLICATION);
    assertThat(rules.end(List.of(Unmovable.TEMPORARY, Unmovable.CURSOR))).isTrue();
    assertThat(rules.end(List.of(Unmovable.TEMPORARY, Unmovable.ADVISORY))).isFalse();
    UnmovableRules one =
        read(ONE + "    unmovable: {temporary table: end}\n").get(0).gates().unmovableRules();
    assertThat(one.waitsFor(Unmovable.ADVISORY)).isTrue();
    assertThat(one.waitsFor(Unmovable.TEMPORARY)).isFalse();
    UnmovableRules named =
        read(ONE + "    unmovable: {replication connection: end}\n")
            .get(0)
            .gates()
            .unmovableRules();
    assertThat(Unmovable.REASONS.stream().filter(reason -> !named.waitsFor(reason)))
        .containsExactly(Unmovable.REPLICATION);
  }

  @Test
  void aReasonOrAPolicyThatIsNoneIsRefused() {
    assertThat(refused(ONE + "    unmovable: {temporary tables: end}\n"))
        .hasMessageContaining("unknown key 'temporary tables'; did you mean 'temporary table'?");
    assertThat(refused(ONE + "    unmovable: {temporary table: drop}\n"))
        .hasMessageContaining("fleet.yaml:6:34: 'unmovable' is wait or end, or a mapping");
    assertThat(refused(ONE + "    unmovable: never\n"))
        .hasMessageContaining("fleet.yaml:6:16: 'unmovable' is wait or end, or a mapping");
  }

  @Test
  void anUnknownKeyIsNamedWithItsPlaceAndTheLikelyOne() {
    MigrationException refusal = refused(ONE + "    ownr: me\n");
    assertThat(refusal.code()).isEqualTo(ErrorCode.UNKNOWN_KEY);
    assertThat(refusal.getMessage())
        .isEqualTo("fleet.yaml:6:5: unknown key 'ownr'; did you mean 'owner'?.");
  }

  @Test
  void aRepeatedKeyIsNamedWithItsPlace() {
    MigrationException refusal = refused(ONE + "    listen: 127.0.0.1:7000\n");
    assertThat(refusal.code()).isEqualTo(ErrorCode.DUPLICATE_KEY);
    assertThat(refusal.getMessage()).startsWith("fleet.yaml:6:5:").contains("'listen'");
  }

  @Test
  void aWindowThatCannotBeReadIsRefused() {
    assertThat(refused(ONE + "    window: at the weekend\n").getMessage())
        .startsWith("fleet.yaml:6:13:")
        .contains("'at the weekend' is no window");
  }

  @Test
  void allProblemsAreReportedTogetherInTheirOrder() {
    MigrationException refusal =
        refused(
            """
            defaults:
              cutover: sometimes
              budget: {holdMillis: soon, holdMillis: 5, hold: 1}
            databases:
              - source: postgresql://me:hunter2@old/shop
                target: [a, b]
              - just text
              - name: Shop!
                source: postgresql://me@old/a
                target: postgresql://me@new/a
                listen: nowhere
            extra: 1
            """);
    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
    assertThat(refusal.getMessage().lines().map(String::strip))
        .contains("fleet.yaml:2:12: BAD_CONFIGURATION 'cutover' is auto or manual")
        .anyMatch(line -> line.startsWith("fleet.yaml:3:24: BAD_CONFIGURATION 'holdMillis'"))
        .anyMatch(line -> line.startsWith("fleet.yaml:3:30: DUPLICATE_KEY"))
        .anyMatch(line -> line.startsWith("fleet.yaml:3:45: UNKNOWN_KEY unknown key 'hold'"))
        .anyMatch(line -> line.startsWith("fleet.yaml:5:13: BAD_URL"))
        .anyMatch(line -> line.startsWith("fleet.yaml:6:13: BAD_CONFIGURATION 'target'"))
        .anyMatch(line -> line.startsWith("fleet.yaml:7:5: BAD_CONFIGURATION keys and values"))
        .anyMatch(line -> line.startsWith("fleet.yaml:11:13: BAD_ARGUMENT 'nowhere'"))
        .anyMatch(line -> line.startsWith("fleet.yaml:12:1: UNKNOWN_KEY unknown key 'extra'"))
        .doesNotHaveDuplicates();
    assertThat(refusal.line()).doesNotContain("hunter2");
  }

  @Test
  void twoDatabasesThatCannotBeToldApartAreRefused() {
    MigrationException refusal =
        refused(
            ONE
                + """
                  - name: shop
                    source: postgresql://me@older/shop
                    target: postgresql://me@newer/shop
                    listen: 127.0.0.1:6432
                """);
    assertThat(refusal.getMessage())
        .contains("the name shop is taken at 2:5")
        .contains("the address 127.0.0.1:6432 with the database shop is taken");
  }

  @Test
  void whatIsNotReadAsWrittenIsRefused() {
    assertThat(refused("a: [").getMessage()).contains("not YAML");
    assertThat(refused("").getMessage()).contains("empty");
    assertThat(refused("databases: []").getMessage()).contains("no databases");
    assertThat(refused(ONE + "---\nx: 1\n").getMessage()).contains("second document");
    assertThat(refused("defaults: &d {owner: x}\ndatabases: *d\n").getMessage())
        .contains("an alias");
    assertThat(refused(ONE.replace("listen: 127.0.0.1:6432", "listen:")).getMessage())
        .contains("'listen' wants a single value");
  }

  @Test
  void sourceAndTargetMayNotBeTheSame() {
    assertThat(refused(ONE.replace("@new/", "@OLD/")).getMessage()).contains("same database");
  }

  private static List<MigrationSpec> read(String text) {
    return FleetFile.parse("fleet.yaml", text, Map.of("DAYBREAK_TARGET_PASSWORD", "x"));
  }

  private static MigrationException refused(String text) {
    return catchThrowableOfType(MigrationException.class, () -> read(text));
  }
}
