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
 * @param clients in the order of their writer numbers
 */
record Crew(TrafficTarget target, Ledger ledger, Meter meter, List<Client> clients) {
  /** Clients of one database. */
  static final int SIZE = 3;

  /** Makes the clients; their writer numbers begin at the given one. */
  static Crew of(
      TrafficTarget target,
      Ledger ledger,
      int writer,
      SplittableRandom random,
      long intervalNanos,
      CountDownLatch stopped) {
    Meter meter = new Meter(target.name(), ledger);
    Crew crew = new Crew(target, ledger, meter, new ArrayList<>());
    List<Author> authors = new ArrayList<>();
    for (int i = 1; i < SIZE; i++) {
      Author author = new Author(writer + i, random.split(), ledger, meter);
      authors.add(author);
      crew.clients.add(
          new Client(
              target, author, meter, writing(author, target.workload()), intervalNanos, stopped));
    }
    Author reader = new Author(writer, random.split(), ledger, meter);
    ReadTurns reads = new ReadTurns(target.workload(), authors, ledger, reader.random());
    Supplier<Turn> turns = () -> reader.random().nextInt(4) == 0 ? reads::several : reads::single;
    crew.clients.add(0, new Client(target, reader, meter, turns, intervalNanos, stopped));
    return crew;
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
