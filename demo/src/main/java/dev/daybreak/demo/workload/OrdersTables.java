package dev.daybreak.demo.workload;

import java.util.List;

/** The tracked tables of the orders database. */
final class OrdersTables {
  private OrdersTables() {}

  static List<TrackedTable> all() {
    return List.of(orders(), lines(), payments(), journal(), transfers());
  }

  private static TrackedTable orders() {
    return new TrackedTable(
        "shop.orders",
        "customer_id, status, net, ",
        "1 + v.n % 10, 'paid', v.n % 90000 / 100.0, ",
        "id",
        "id = ?::bigint",
        "",
        false);
  }

  private static TrackedTable lines() {
    return new TrackedTable(
        "shop.order_lines",
        "order_id, line_no, sku, quantity, price, ",
        "1 + v.n % 10, nextval('shop.line_numbers'), 'sku-' || 1 + v.n % 3, 1 + v.n % 9,"
            + " v.n % 5000 / 100.0, ",
        "order_id || '/' || line_no",
        "order_id = split_part(?, '/', 1)::bigint AND line_no = split_part(?, '/', 2)::bigint",
        "line_no = nextval('shop.line_numbers')",
        false);
  }

  private static TrackedTable payments() {
    return new TrackedTable(
        "shop.payments",
        "order_id, amount, ",
        "1 + v.n % 10, v.n % 7000 / 100.0, ",
        "id",
        "id = ?::uuid",
        "id = gen_random_uuid()",
        false);
  }

  private static TrackedTable journal() {
    return new TrackedTable("shop.journal", "", "", "", "", "", false);
  }

  /** Only bank transfers insert here, so that accounts can be reckoned from it. */
  private static TrackedTable transfers() {
    return new TrackedTable(
        Workload.TRANSFERS,
        "debit, credit, amount, ",
        "split_part(v.note, '>', 1)::integer, split_part(v.note, '>', 2)::integer, v.n, ",
        "debit || '>' || credit || '>' || amount::bigint",
        "",
        "",
        false);
  }
}
