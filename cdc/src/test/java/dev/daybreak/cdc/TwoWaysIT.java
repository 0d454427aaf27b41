package dev.daybreak.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.embedded.ServerRelease;
import dev.daybreak.kernel.stage.ChangeStream;
import dev.daybreak.kernel.stage.StreamSpec;
import dev.daybreak.testkit.TestSql;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwoWaysIT {
  @Test
  void twoStreamsInOppositeDirectionsDoNotAnswerEachOther() {
    try (Replica replica =
        Replica.create(
            ServerRelease.PG15,
            ServerRelease.PG17,
            "CREATE TABLE public.t (id int PRIMARY KEY, v text)",
            "CREATE TABLE public.nokey (v text)")) {
      ChangeStream forward = replica.start();
      StreamSpec back =
          new StreamSpec(replica.spec.id(), replica.spec.to(), replica.spec.from(), 2);
      replica.stage.prepare(back);
      try (ChangeStream reverse = replica.stage.start(back)) {
        replica.source(
            "INSERT INTO public.t VALUES (1, 'from source')",
            "INSERT INTO public.nokey VALUES ('s')");
        replica.catchUp();
        replica.target(
            "INSERT INTO public.t VALUES (2, 'from target')",
            "UPDATE public.t SET v = v || '!' WHERE id = 1",
            "UPDATE public.nokey SET v = 't'");
        reverse.awaitApplied(reverse.sentinel(), Replica.BUDGET);
        replica.catchUp();
        reverse.awaitApplied(reverse.sentinel(), Replica.BUDGET);
        long before = forward.status().transactions() + reverse.status().transactions();
        replica.catchUp();
        reverse.awaitApplied(reverse.sentinel(), Replica.BUDGET);
        long after = forward.status().transactions() + reverse.status().transactions();
        assertThat(after - before).isLessThan(60);
        assertThat(forward.status().changes()).isEqualTo(2);
        assertThat(reverse.status().changes()).isEqualTo(3);
        replica.assertEqual("public.t");
        replica.assertEqual("public.nokey");
        assertThat(TestSql.rows(replica.spec.from(), "SELECT v FROM public.t ORDER BY id"))
            .isEqualTo(List.of("from source!", "from target"));
      } finally {
        replica.stage.dismantle(back);
      }
    }
  }
}
