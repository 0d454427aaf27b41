SELECT d.classoid::regclass::text AS catalog, d.objoid AS oid, d.objsubid AS sub, d.description
FROM pg_description d
UNION ALL
SELECT d.classoid::regclass::text, d.objoid, 0, d.description FROM pg_shdescription d
