package dev.daybreak.demo.workload;

import java.util.List;

/** The tracked tables of the catalog database. */
final class CatalogTables {
  private CatalogTables() {}

  static List<TrackedTable> all() {
    return List.of(products(), reviews(), visits(), measurements(), quoted());
  }

  private static TrackedTable products() {
    return new TrackedTable(
        "catalog.products",
        "tenant, sku, title, status, price, tags, attributes, search, ",
        "'t' || v.n % 7, 'n' || nextval('catalog.sku_numbers'), 'Neu ' || v.n, 'for sale',"
            + " v.n % 5000 / 100.0, ARRAY['new', NULL], jsonb_build_object('n', v.n),"
            + " to_tsvector('simple', 'new ' || v.n), ",
        "tenant || '/' || sku",
        "tenant = split_part(?, '/', 1) AND sku = split_part(?, '/', 2)",
        "sku = 'm' || nextval('catalog.sku_numbers')",
        false);
  }

  private static TrackedTable reviews() {
    return new TrackedTable(
        "catalog.reviews",
        "tenant, stars, details, ",
        "'t' || v.n % 7, 1 + v.n % 5, CASE WHEN v.n % 3 = 0 THEN 'null'::jsonb END, ",
        "id",
        "id = ?::uuid",
        "id = gen_random_uuid()",
        false);
  }

  private static TrackedTable visits() {
    return new TrackedTable(
        "catalog.visits",
        "page, seconds, ticket, ",
        "'/p/' || v.n % 100, v.n % 900 * interval '1 ms', nextval('catalog.ticket_numbers'), ",
        "",
        "",
        "",
        false);
  }

  private static TrackedTable measurements() {
    return new TrackedTable(
        "catalog.measurements",
        "region, value, at, ",
        "(ARRAY['north', 'south', 'west'])[1 + v.n % 3],"
            + " CASE WHEN v.n % 9 = 0 THEN 'NaN' ELSE v.n / 3.0 END, clock_timestamp(), ",
        "region || '/' || id",
        "region = split_part(?, '/', 1) AND id = split_part(?, '/', 2)::bigint",
        "region = CASE region WHEN 'north' THEN 'south' WHEN 'south' THEN 'west' ELSE 'north' END",
        false);
  }

  private static TrackedTable quoted() {
    return new TrackedTable(
        "\"Archiv ä\".\"Über Bestand\"",
        "\"Menge\", \"kürzel\", ",
        "v.n % 1000, NULL, ",
        "\"Nr\"",
        "\"Nr\" = ?::bigint",
        "\"Nr\" = nextval('\"Archiv ä\".\"Über Bestand_Nr_seq\"')",
        false);
  }
}
