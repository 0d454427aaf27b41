package dev.daybreak.demo.workload;

import java.util.List;

/** The kind of one database of the demonstration fleet, and the tables its clients write. */
public enum Workload {
  /** Every kind of object and value; its clients change keys and move rows between partitions. */
  CATALOG("catalog", "catalog.audit", CatalogTables.all()),
  /** A shop with a bank and witness lists. */
  ORDERS("orders", "shop.audit", OrdersTables.all()),
  /** Wide rows and large values. */
  EVENTS("events", "app.audit", EventsTables.all());

  /** Bank accounts: {@code balance} is {@code opening} and what transfers brought and took. */
  public static final String ACCOUNTS = "shop.accounts";

  /** Witness lists: transactions append unique numbers. */
  public static final String LISTS = "shop.lists";

  /** Transfers between accounts; a tracked table too. */
  public static final String TRANSFERS = "shop.transfers";

  private final String database;
  private final String audit;
  private final List<TrackedTable> tables;

  Workload(String database, String audit, List<TrackedTable> tables) {
    this.database = database;
    this.audit = audit;
    this.tables = tables;
  }

  /** The database's name, when it has no prefix. */
  public String database() {
    return database;
  }

  /** The table without key that triggers fill: one row per insert and update of a tracked row. */
  public String audit() {
    return audit;
  }

  /** The tables in which every row of ours is known to the ledger. */
  public List<TrackedTable> tables() {
    return tables;
  }

  /** Whether the database has accounts, transfers and lists. */
  public boolean hasBank() {
    return this == ORDERS;
  }
}
