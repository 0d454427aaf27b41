SELECT n.nspname AS schema, '' AS parent, t.typname AS name, '' AS args, t.oid, 0 AS sub,
  (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
    FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels,
  pg_get_userbyid(t.typowner) AS owner
FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
