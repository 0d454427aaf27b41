package dev.daybreak.control;

import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.route.RouteBinding;
import dev.daybreak.kernel.stage.Login;
import dev.daybreak.kernel.stage.SchemaChoices;
import java.util.List;
import java.util.Objects;

/**
 * What a person asked for: one migration. Stored as given.
 *
 * @param name the migration's name
 * @param source the database to move
 * @param target where it goes
 * @param listenHost where the proxy listens
 * @param listenPort the proxy's port; several migrations may share an address, told apart by the
 *     database name clients ask for
 * @param ownership who owns the database and when it may be cut over
 * @param gates budgets and bounds
 * @param autoCutover whether to cut over as soon as READY
 * @param schema what was decided about its objects
 */
public record MigrationSpec(
    String name,
    EndpointSpec source,
    EndpointSpec target,
    String listenHost,
    int listenPort,
    Ownership ownership,
    Gates gates,
    boolean autoCutover,
    SchemaChoices schema) {
  public MigrationSpec {
    schema = Objects.requireNonNullElse(schema, SchemaChoices.NONE); // stored before there was one
  }

  /** The same migration with what was decided about its schema. */
  public MigrationSpec with(SchemaChoices choices) {
    return new MigrationSpec(
        name, source, target, listenHost, listenPort, ownership, gates, autoCutover, choices);
  }

  /** The validated name. */
  public MigrationId id() {
    return new MigrationId(name);
  }

  /** Both ends with passwords looked up. */
  public Pairing pairing(Secrets secrets) {
    return new Pairing(id(), source.resolve(secrets), target.resolve(secrets));
  }

  /** The logins of applications to try, with passwords looked up. */
  public List<Login> logins(Secrets secrets) {
    return schema.logins().stream()
        .map(login -> new Login(login.user(), secrets.lookUp(login.passwordRef())))
        .toList();
  }

  /** What a proxy has to know. */
  public RouteBinding binding(Secrets secrets) {
    return new RouteBinding(
        name,
        listenHost,
        listenPort,
        source.database(),
        source.resolve(secrets),
        target.resolve(secrets),
        gates.unmovableRules());
  }
}
