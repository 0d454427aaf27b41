-- Event triggers must not fire for what the migration itself creates.
CREATE SCHEMA events;
CREATE FUNCTION events.refuse() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no more DDL here''; END';
CREATE FUNCTION events.note() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER "No Tables" ON ddl_command_start WHEN TAG IN ('CREATE CONVERSION') EXECUTE FUNCTION events.refuse();
CREATE EVENT TRIGGER noted ON sql_drop EXECUTE FUNCTION events.note();
ALTER EVENT TRIGGER noted ENABLE ALWAYS;
CREATE EVENT TRIGGER idle ON ddl_command_end EXECUTE FUNCTION events.refuse();
ALTER EVENT TRIGGER idle DISABLE;
COMMENT ON EVENT TRIGGER noted IS 'listens';
