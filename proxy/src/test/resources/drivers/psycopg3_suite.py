"""psycopg 3 through the proxy: each check prints its name; the first that fails ends the run."""

import datetime
import decimal
import os
import select
import threading
import time

import psycopg
from psycopg import errors, pq

HOST, PORT = os.environ["PROXY_HOST"], os.environ["PROXY_PORT"]
DATABASE, PASSWORD = os.environ["PROXY_DATABASE"], os.environ["PROXY_PASSWORD"]
ROOT = os.environ["PROXY_ROOT_CERTIFICATE"]
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def connect(user="postgres", **more):
    options = dict(
        host=HOST, port=PORT, dbname=DATABASE, user=user, password=PASSWORD,
        sslmode="disable", autocommit=True, connect_timeout=20)
    options.update(more)
    return psycopg.connect(**options)


def raises(kind, function, *arguments, **more):
    try:
        function(*arguments, **more)
    except kind as error:
        return error
    raise AssertionError("expected %s" % (kind,))


@check
def logins_by_every_method_and_sslmode():
    for user in ("postgres", "röle", "old"):
        for mode in ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"):
            with connect(user, sslmode=mode, sslrootcert=ROOT, host="localhost") as connection:
                assert connection.execute("SELECT current_user").fetchone()[0] == user
                assert connection.pgconn.ssl_in_use == (mode not in ("disable", "allow"))
    with connect("clear", sslmode="require") as connection:
        assert connection.execute("SELECT current_user").fetchone()[0] == "clear"


@check
def refusals_say_what_the_server_says():
    for user in ("röle", "old", "nobody"):
        error = raises(psycopg.OperationalError, connect, user, password="wrong")
        assert 'password authentication failed for user "%s"' % user in str(error), error
    error = raises(psycopg.OperationalError, connect, "postgres", dbname="none")
    assert 'database "none" does not exist' in str(error), error
    error = raises(psycopg.OperationalError, connect, "nologin")
    assert 'role "nologin" is not permitted to log in' in str(error), error
    error = raises(psycopg.OperationalError, connect, options="-c no_such_setting=1")
    assert "no_such_setting" in str(error), error
    raises(psycopg.OperationalError, connect, sslmode="verify-full", sslrootcert="/nonexistent")


@check
def startup_parameters_reach_the_server():
    name = "ap'p \"x\" \\ %s;--"
    with connect(application_name=name, options="-c search_path=pg_catalog -c geqo=off",
                 client_encoding="latin1") as connection:
        assert connection.execute("SHOW application_name").fetchone()[0] == name
        assert connection.execute("SHOW search_path").fetchone()[0] == "pg_catalog"
        assert connection.execute("SHOW geqo").fetchone()[0] == "off"
        assert connection.info.parameter_status("application_name") == name
        assert connection.info.encoding == "iso8859-1"
        assert connection.execute("SELECT 'é'").fetchone()[0] == "é"
        connection.execute("SET application_name = 'other'")
        assert connection.info.parameter_status("application_name") == "other"
        connection.execute("SET client_encoding = 'UTF8'")
        assert connection.info.encoding == "utf-8"


@check
def the_process_id_is_the_servers():
    with connect() as connection:
        pid = connection.execute("SELECT pg_backend_pid()").fetchone()[0]
        assert connection.info.backend_pid == pid
        seen = []
        connection.add_notify_handler(seen.append)
        connection.execute("LISTEN \"kanal é\"")
        connection.execute("SELECT pg_notify('kanal é', 'hallo')")
        connection.execute("SELECT 1")
        assert [(n.channel, n.payload, n.pid) for n in seen] == [("kanal é", "hallo", pid)], seen


@check
def session_parameters_with_odd_letters_are_reported():
    with connect("röle") as connection:
        raw = connection.pgconn.parameter_status(b"session_authorization")
        assert raw == "röle".encode(), raw


@check
def values_in_text_and_binary():
    values = (7, "é'\"\\", b"\x00\xff", decimal.Decimal("-1.50"), [1, None, 3], None, True,
              datetime.datetime(2026, 2, 28, 23, 59, 59, 999999), 1.5, "")
    casts = ("int8", "text", "bytea", "numeric", "int[]", "text", "bool", "timestamp", "float8",
             "text")
    sql = "SELECT " + ", ".join("%%s::%s" % cast for cast in casts)
    with connect() as connection:
        for binary in (False, True):
            for prepare in (False, True):
                for _ in range(3):
                    cursor = connection.cursor(binary=binary)
                    row = cursor.execute(sql, values, prepare=prepare).fetchone()
                    assert row == values, row
        cursor = connection.cursor(binary=True)
        row = cursor.execute("SELECT %b::int4, %b::text", (5, "x")).fetchone()
        assert row == (5, "x")


@check
def prepared_statements_can_be_discarded_and_made_again():
    with connect() as connection:
        low = connection.pgconn
        for command in (b"DISCARD ALL", b"DEALLOCATE ALL", b"DEALLOCATE \"n \xc3\xa9\""):
            assert low.prepare("n é".encode(), b"SELECT $1::int + 1").status == 1
            for i in range(3):
                result = low.exec_prepared("n é".encode(), [b"%d" % i])
                assert result.get_value(0, 0) == b"%d" % (i + 1)
            assert low.exec_(command).status == 1
            failed = low.exec_prepared("n é".encode(), [b"1"])
            assert b"does not exist" in failed.error_message
        connection.prepare_threshold = 0
        for i in range(10):
            assert connection.execute("SELECT %s::int + 1", (i,)).fetchone()[0] == i + 1


@check
def pipelines_keep_order_and_recover_from_errors():
    with connect() as connection:
        connection.execute("CREATE TEMP TABLE piped (v int PRIMARY KEY)")
        with connection.pipeline() as pipeline:
            cursors = [connection.execute("INSERT INTO piped VALUES (%s) RETURNING v", (i,))
                       for i in range(500)]
            pipeline.sync()
            assert [c.fetchone()[0] for c in cursors] == list(range(500))

            def fail():
                with connection.pipeline() as inner:
                    connection.execute("INSERT INTO piped VALUES (1)")
                    connection.execute("INSERT INTO piped VALUES (9999)")
                    inner.sync()

            raises(errors.UniqueViolation, fail)
        assert connection.execute("SELECT count(*) FROM piped").fetchone()[0] == 500


@check
def copies_in_and_out_and_fails_in_the_middle():
    with connect() as connection:
        connection.execute("CREATE TEMP TABLE copied (a int, b text)")
        cursor = connection.cursor()
        with cursor.copy("COPY copied FROM STDIN") as copy:
            for i in range(20000):
                copy.write_row((i, "é" * 20 if i % 3 else None))
        assert cursor.rowcount == 20000
        with cursor.copy("COPY copied FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["int4", "text"])
            copy.write_row((20000, "b"))
        with cursor.copy("COPY (SELECT * FROM copied ORDER BY a) TO STDOUT") as copy:
            assert sum(1 for _ in copy.rows()) == 20001
        with cursor.copy("COPY copied TO STDOUT (FORMAT binary)") as copy:
            assert sum(len(block) for block in copy) > 20001 * 4

        def refused():
            with cursor.copy("COPY copied FROM STDIN") as copy:
                for _ in range(3000):
                    copy.write("no number\tx\n")

        raises(errors.InvalidTextRepresentation, refused)

        class Stop(Exception):
            pass

        def given_up():
            with cursor.copy("COPY copied FROM STDIN") as copy:
                copy.write("1\tx\n")
                raise Stop()

        raises((Stop, errors.QueryCanceled), given_up)
        raises(errors.UndefinedTable, connection.execute, "SELECT * FROM nowhere")
        assert connection.execute("SELECT count(*) FROM copied").fetchone()[0] == 20001


@check
def a_cancel_ends_its_own_statement_and_no_later_one():
    with connect() as connection, connect() as watcher:
        for _ in range(5):
            outcome = []

            def run():
                try:
                    connection.execute("SELECT pg_sleep(30)")
                except Exception as error:
                    outcome.append(error)

            thread = threading.Thread(target=run)
            thread.start()
            for _ in range(2000):
                if watcher.execute(
                        "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND state = 'active'"
                        " AND wait_event = 'PgSleep'", (connection.info.backend_pid,)).fetchone():
                    break
                time.sleep(0.005)
            connection.cancel()
            thread.join(20)
            assert isinstance(outcome[0], errors.QueryCanceled), outcome
            connection.cancel()
            for _ in range(20):
                assert connection.execute("SELECT 1").fetchone()[0] == 1


@check
def large_results_values_and_texts():
    with connect() as connection:
        rows = connection.execute("SELECT g, repeat('x', 100) FROM generate_series(1, 100000) g")
        assert sum(row[0] for row in rows) == 100000 * 100001 // 2
        blob = os.urandom(1 << 20) * 16
        cursor = connection.cursor(binary=True)
        back = cursor.execute("SELECT %b::bytea", (blob,)).fetchone()[0]
        assert bytes(back) == blob
        long = "SELECT length('" + "ü" * (8 << 20) + "')"
        assert connection.execute(long).fetchone()[0] == 8 << 20


@check
def cursors_suspend_and_go_on():
    with connect(autocommit=False) as connection:
        cursor = connection.cursor("named é")
        cursor.itersize = 7
        cursor.execute("SELECT generate_series(1, 100)")
        assert [row[0] for row in cursor] == list(range(1, 101))
        cursor.close()
        holding = connection.cursor("held", withhold=True, scrollable=True)
        holding.execute("SELECT generate_series(1, 10)")
        connection.commit()
        holding.scroll(5)
        assert holding.fetchone()[0] == 6
        holding.close()


@check
def errors_notices_and_statuses():
    with connect(autocommit=False) as connection:
        notices = []
        connection.add_notice_handler(lambda n: notices.append((n.severity, n.message_primary)))
        connection.execute("DO $$BEGIN RAISE NOTICE 'schön'; RAISE WARNING 'w'; END$$")
        assert notices == [("NOTICE", "schön"), ("WARNING", "w")], notices
        assert connection.info.transaction_status == pq.TransactionStatus.INTRANS
        error = raises(errors.DivisionByZero, connection.execute, "SELECT 1/0")
        assert error.diag.sqlstate == "22012" and error.diag.source_function
        raises(errors.InFailedSqlTransaction, connection.execute, "SELECT 1")
        connection.rollback()
        assert connection.info.transaction_status == pq.TransactionStatus.IDLE
        error = raises(errors.SyntaxError, connection.execute, "SELECT x FRM y")
        assert error.diag.statement_position
        connection.rollback()
        connection.execute(
            "DO $$BEGIN FOR i IN 1..2000 LOOP RAISE NOTICE 'flood %%', i; END LOOP; END$$", ())
        assert len(notices) == 2002


@check
def odd_statements():
    with connect() as connection:
        assert connection.execute("").pgresult.status == pq.ExecStatus.EMPTY_QUERY
        cursor = connection.execute("SELECT")
        assert cursor.pgresult.nfields == 0 and cursor.rowcount == 1
        cursor = connection.execute("SELECT 1; SELECT 2, 3; CREATE TEMP TABLE odd (); TABLE odd")
        assert cursor.fetchall() == [(1,)]
        assert cursor.nextset() and cursor.fetchall() == [(2, 3)]
        assert cursor.nextset() and cursor.nextset()
        columns = ", ".join("NULL AS c%d" % i for i in range(1600))
        assert len(connection.execute("SELECT " + columns).fetchone()) == 1600
        many = ", ".join(["%s::int"] * 1600)
        assert sum(connection.execute("SELECT " + many, [1] * 1600).fetchone()) == 1600
        values = ", ".join(["(%s::int)"] * 65535)
        total = connection.execute("SELECT sum(v) FROM (VALUES " + values + ") x(v)", [2] * 65535)
        assert total.fetchone()[0] == 131070


@check
def fatal_errors_are_passed_before_the_end():
    with connect() as watcher:
        connection = connect()
        watcher.execute("SELECT pg_terminate_backend(%s)", (connection.info.backend_pid,))
        ends(connection, "terminating connection due to administrator command")
        connection = connect()
        connection.execute("SET idle_in_transaction_session_timeout = '50ms'")
        connection.execute("BEGIN")
        ends(connection, "terminating connection due to idle-in-transaction timeout")
        connection = connect()
        connection.execute("SET statement_timeout = '50ms'")
        raises(errors.QueryCanceled, connection.execute, "SELECT pg_sleep(30)")
        connection.execute("SET statement_timeout = 0")
        assert connection.execute("SELECT 1").fetchone()[0] == 1
        connection.close()


def ends(connection, message):
    readable, _, _ = select.select([connection.fileno()], [], [], 30)
    assert readable
    error = raises(psycopg.Error, connection.execute, "SELECT 1")
    assert message in str(error), error
    assert connection.closed


for function in CHECKS:
    function()
    print("ok", function.__name__, flush=True)
print("checks", len(CHECKS))
