package dev.daybreak.demo.traffic;

import dev.daybreak.demo.ledger.Ledger;
import dev.daybreak.demo.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * The clients of one database: one only reads, so that a held write never hides how long reads
 * take, the others read and write.
 *
 * @param target their database
 * @param ledger what they write is in here
 * @param meter measures them
 * @param clients of them the last ones only read
 */
record Crew(TrafficTarget target, Ledger ledger, Meter meter, List<Client> clients) {
  /** Clients of one database. */
  static final int SIZE = 6;

  private static final int READERS = 2;

  /** Makes the clients; their writer numbers begin at the given one. */
  static Crew of(
      TrafficTarget target,
      Ledger ledger,
      int writer,
      SplittableRandom random,
      long intervalNanos,
      CountDownLatch stopped) {
    Meter meter = new Meter(target.name(), ledger);
    List<Author> authors = new ArrayList<>();
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < SIZE - READERS; i++) {
      Author author = new Author(writer + i, random.split(), ledger, meter);
      authors.add(author);
      Supplier<Turn> turns = writing(author, target.workload());
      clients.add(new Client(target, author, meter, turns, intervalNanos, stopped));
    }
    for (int i = SIZE - READERS; i < SIZE; i++) {
      Author reader = new Author(writer + i, random.split(), ledger, meter);
      Supplier<Turn> turns = reading(target.workload(), authors, ledger, reader.random());
      clients.add(new Client(target, reader, meter, turns, intervalNanos, stopped));
    }
    return new Crew(target, ledger, meter, List.copyOf(clients));
  }

  private static Supplier<Turn> reading(
      Workload workload, List<Author> authors, Ledger ledger, SplittableRandom random) {
    ReadTurns reads = new ReadTurns(workload, authors, ledger, random);
    return () -> random.nextInt(4) == 0 ? reads::several : reads::single;
  }

  private static Supplier<Turn> writing(Author author, Workload workload) {
    RowTurns rows = new RowTurns(author, workload);
    SplittableRandom random = author.random();
    if (!workload.hasBank()) {
      return () -> rowTurn(rows, random.nextInt(100));
    }
    BankTurns bank = new BankTurns(author, workload, rows);
    return () ->
        switch (random.nextInt(10)) {
          case 0, 1 -> bank::transfer;
          case 2 -> bank::append;
          case 3 -> bank::order;
          default -> rowTurn(rows, random.nextInt(100));
        };
  }

  private static Turn rowTurn(RowTurns rows, int percent) {
    if (percent < 35) {
      return rows::readOwn;
    }
    if (percent < 68) {
      return rows::single;
    }
    if (percent < 92) {
      return rows::several;
    }
    if (percent < 95) {
      return rows::takenBack;
    }
    return percent < 98 ? rows::batch : rows::copy;
  }
}
