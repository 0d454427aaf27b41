package dev.daybreak.demo.workload;

import java.util.List;

/** The tracked tables of the events database. */
final class EventsTables {
  private EventsTables() {}

  static List<TrackedTable> all() {
    return List.of(events(), documents(), log());
  }

  private static TrackedTable events() {
    return new TrackedTable(
        "app.events",
        "occurred_at, kind, payload, tags, ",
        "date_trunc('second',"
            + " '2026-01-01 00:00+00'::timestamptz + v.n % 31000000 * interval '1 s'),"
            + " 'warning', jsonb_build_object('path', '/x/' || v.n % 99, 'n', v.n),"
            + " ARRAY['', NULL, 'x'], ",
        "id || '/' || extract(epoch FROM occurred_at)::bigint",
        "id = split_part(?, '/', 1)::bigint"
            + " AND occurred_at = to_timestamp(split_part(?, '/', 2)::double precision)",
        "occurred_at = occurred_at + interval '7862400 s'",
        true);
  }

  private static TrackedTable documents() {
    return new TrackedTable(
        "app.documents",
        "name, meta, raw, ",
        "'new/' || v.writer || '-' || v.row_no, jsonb_build_array(v.n, NULL, ''),"
            + " decode('005c0aff', 'hex'), ",
        "name",
        "name = ?",
        "name = name || '+'",
        true);
  }

  private static TrackedTable log() {
    return new TrackedTable("app.event_log", "level, ", "'debug', ", "", "", "", false);
  }
}
