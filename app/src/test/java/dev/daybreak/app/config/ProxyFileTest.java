package dev.daybreak.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.daybreak.app.Pages;
import dev.daybreak.kernel.Secret;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.proxy.pool.PoolMode;
import dev.daybreak.proxy.pool.PoolOptions;
import dev.daybreak.proxy.sample.SampleMode;
import dev.daybreak.proxy.sample.SampleOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProxyFileTest {
  private static final String PAGE = "docs/reference/proxy.md";

  private static ProxyPlan read(String text) {
    return ProxyFile.parse("proxy.yaml", text, Map.of(), reference -> Secret.NONE);
  }

  private static MigrationException refusal(String text) {
    return catchThrowableOfType(MigrationException.class, () -> read(text));
  }

  @Test
  void ownKeysStandBeforeSharedDefaults() {
    ProxyPlan plan =
        read(
            """
            eventLoops: 1
            allowTrust: true
            defaults:
              listen: 127.0.0.1:6432
              pool: {mode: session, serversMax: 7, serverIdleSeconds: 0}
            databases:
              - server: postgresql://look@old:5433/Shop-1?sslmode=require
              - name: pay
                server: postgresql://look@old/payments
                listen: "[::1]:6433"
                pool: {mode: none}
            """);
    assertThat(plan.options().eventLoops()).isEqualTo(1);
    assertThat(plan.options().allowTrust()).isTrue();
    List<RouteBinding> bindings = List.copyOf(plan.databases().keySet());
    assertThat(bindings).extracting(RouteBinding::database).containsExactly("Shop-1", "pay");
    assertThat(bindings.get(1).endpoint(Side.SOURCE).database()).isEqualTo("payments");
    assertThat(bindings.get(1).listenHost()).isEqualTo("::1");
    PoolOptions shop = plan.databases().get(bindings.get(0)).pool();
    assertThat(shop.mode()).isEqualTo(PoolMode.SESSION);
    assertThat(shop.serversMax()).isEqualTo(7);
    assertThat(shop.serverIdle()).isEqualTo(Duration.ZERO);
    PoolOptions pay = plan.databases().get(bindings.get(1)).pool();
    assertThat(pay.mode()).isEqualTo(PoolMode.NONE);
    assertThat(pay.serversMax()).isEqualTo(7);
  }

  @Test
  void everyProblemIsNamedWithItsPlace() {
    MigrationException refused =
        refusal(
            """
            eventLoops: 0
            allowTrust: perhaps
            databases:
              - server: postgresql://a:secret@b/c
                listen: 127.0.0.1:6432
              - server: postgresql://a@b/c
              - server: postgresql://a@b/c
                listen: 127.0.0.1:6432
                pool: {mode: statement, serversmax: 3}
            """);
    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
    assertThat(refused.getMessage())
        .contains("proxy.yaml:1:", "'eventLoops' wants a whole number from 1")
        .contains("proxy.yaml:2:", "'allowTrust' is true or false")
        .contains("proxy.yaml:4:", "holds a password")
        .contains("proxy.yaml:6:", "'listen' is missing")
        .contains("proxy.yaml:9:", "'mode' is none, session or transaction")
        .contains("unknown key 'serversmax'")
        .doesNotContain("secret");
  }

  @Test
  void whatIsSampledIsSaidDatabaseByDatabase() {
    ProxyPlan plan =
        read(
            """
            defaults: {listen: "127.0.0.1:6432", sample: {mode: statements, every: 7}}
            databases:
              - server: postgresql://a@b/c
              - server: postgresql://a@b/d
                sample: {mode: values, redact: ['from cards', 'pay']}
            """);
    List<ProxyService> services = List.copyOf(plan.databases().values());
    assertThat(services.get(0).sample().mode()).isEqualTo(SampleMode.STATEMENTS);
    assertThat(services.get(1).sample().mode()).isEqualTo(SampleMode.VALUES);
    assertThat(services.get(1).sample().every()).isEqualTo(7);
    assertThat(services.get(1).sample().redact()).containsExactly("from cards", "pay");
    assertThat(
            read("databases: [{server: 'postgresql://a@b/c', listen: '127.0.0.1:1'}]").databases())
        .allSatisfy((binding, service) -> assertThat(service.sample().on()).isFalse());
  }

  @Test
  void aWrongSampleIsNamedWithItsPlace() {
    MigrationException refused =
        refusal(
            """
            databases:
              - server: postgresql://a@b/c
                listen: 127.0.0.1:6432
                sample: {mode: some, bytesMax: 1, redact: ['(']}
            """);
    assertThat(refused.getMessage())
        .contains("'mode' is off, statements or values")
        .contains("'bytesMax' wants a whole number from 65536")
        .contains("'(' is no regular expression");
  }

  @Test
  void limitsThatContradictEachOtherAreRefused() {
    MigrationException refused =
        refusal(
            """
            databases:
              - server: postgresql://a@b/c
                listen: 127.0.0.1:6432
                pool: {serversMax: 2, serversMin: 3}
            """);
    assertThat(refused.getMessage()).contains("serversMin from 0 to serversMax");
  }

  @Test
  void theSameDatabaseTwiceAtOneAddressIsRefused() {
    MigrationException refused =
        refusal(
            """
            defaults: {listen: "127.0.0.1:6432"}
            databases:
              - server: postgresql://a@b/c
              - server: postgresql://a@d/c
            """);
    assertThat(refused.getMessage()).contains("c@127.0.0.1:6432 is served twice");
  }

  @Test
  void everyExampleOfThePageIsAProxyFile() {
    List<String> examples = Pages.yaml(PAGE);
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      assertThat(read(example).databases()).as(example).isNotEmpty();
    }
  }

  @Test
  void thePageHasARowForEveryKeyAndForNoOther() {
    Set<String> known = new TreeSet<>(ProxyFile.PROXY);
    ProxySection.KEYS.forEach(key -> known.add("databases." + key));
    ProxySection.POOL.forEach(key -> known.add("pool." + key));
    SampleSection.KEYS.forEach(key -> known.add("sample." + key));
    Set<String> explained =
        Pages.text(PAGE)
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(explained).isEqualTo(known);
  }

  @Test
  void thePageTellsTheDefaults() {
    PoolOptions usual = PoolOptions.NONE;
    List<String> rows = new ArrayList<>();
    rows.add("| `pool.mode` | `none` |");
    rows.add("| `pool.serversMax` | " + usual.serversMax() + " |");
    rows.add("| `pool.serversMin` | " + usual.serversMin() + " |");
    rows.add("| `pool.serverIdleSeconds` | " + usual.serverIdle().toSeconds() + " |");
    rows.add("| `pool.serverLifetimeSeconds` | " + usual.serverLifetime().toSeconds() + " |");
    rows.add("| `pool.queryWaitSeconds` | " + usual.queryWait().toSeconds() + " |");
    rows.add("| `pool.queueMax` | " + usual.queueMax() + " |");
    rows.add("| `pool.clientIdleSeconds` | " + usual.clientIdle().toSeconds() + " |");
    SampleOptions off = SampleOptions.OFF;
    rows.add("| `sample.mode` | `off` |");
    rows.add("| `sample.every` | " + off.every() + " |");
    rows.add("| `sample.bytesMax` | " + off.bytesMax() + " |");
    rows.add("| `sample.valueBytesMax` | " + off.valueBytesMax() + " |");
    assertThat(Pages.text(PAGE)).contains(rows);
  }
}
