SELECT '' AS schema, '' AS parent, e.evtname AS name, '' AS args, e.oid, 0 AS sub,
  e.evtevent AS event,
  (SELECT format('%I.%I', n.nspname, p.proname) FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = e.evtfoid) AS function,
  (SELECT string_agg(quote_literal(t), ', ' ORDER BY t) FROM unnest(e.evttags) t) AS tags,
  e.evtenabled AS enabled,
  pg_get_userbyid(e.evtowner) AS owner
FROM pg_event_trigger e
WHERE NOT EXISTS (SELECT FROM extension_member m
  WHERE m.classid = 'pg_event_trigger'::regclass AND m.objid = e.oid)
