"""psycopg 2 through the proxy: each check prints its name; the first that fails ends the run."""

import io
import os
import select
import threading
import time

import psycopg2
import psycopg2.extensions
from psycopg2 import errors, extras

HOST, PORT = os.environ["PROXY_HOST"], os.environ["PROXY_PORT"]
DATABASE, PASSWORD = os.environ["PROXY_DATABASE"], os.environ["PROXY_PASSWORD"]
ROOT = os.environ["PROXY_ROOT_CERTIFICATE"]
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def connect(user="postgres", autocommit=True, **more):
    options = dict(host=HOST, port=PORT, dbname=DATABASE, user=user, password=PASSWORD,
                   sslmode="disable", connect_timeout=20)
    options.update(more)
    connection = psycopg2.connect(**options)
    if "connection_factory" not in more:
        connection.autocommit = autocommit
    return connection


def one(connection, sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return cursor.fetchone()[0]


def raises(kind, function, *arguments, **more):
    try:
        function(*arguments, **more)
    except kind as error:
        return error
    raise AssertionError("expected " + kind.__name__)


@check
def logins_by_every_method_and_sslmode():
    for user in ("postgres", "röle", "old"):
        for mode in ("disable", "allow", "prefer", "require", "verify-ca", "verify-full"):
            connection = connect(user, sslmode=mode, sslrootcert=ROOT, host="localhost")
            assert one(connection, "SELECT current_user") == user
            connection.close()
    error = raises(psycopg2.OperationalError, connect, "röle", password="wrong")
    assert "password authentication failed" in str(error)


@check
def transactions_savepoints_and_isolation():
    connection = connect(autocommit=False)
    connection.set_session(isolation_level="SERIALIZABLE", readonly=True, deferrable=True)
    assert one(connection, "SHOW transaction_isolation") == "serializable"
    raises(errors.ReadOnlySqlTransaction, one, connection, "CREATE TABLE public.never ()")
    connection.rollback()
    connection.set_session(isolation_level="DEFAULT", readonly=False, deferrable=False)
    cursor = connection.cursor()
    cursor.execute("CREATE TEMP TABLE t2 (v int UNIQUE)")
    cursor.execute("SAVEPOINT s")
    cursor.execute("INSERT INTO t2 VALUES (1)")
    raises(errors.UniqueViolation, cursor.execute, "INSERT INTO t2 VALUES (1)")
    cursor.execute("ROLLBACK TO SAVEPOINT s")
    assert one(connection, "SELECT count(*) FROM t2") == 0
    connection.commit()
    connection.close()


@check
def copies_notices_and_large_values():
    connection = connect()
    cursor = connection.cursor()
    cursor.execute("CREATE TEMP TABLE copied2 (a int, b text)")
    data = "".join("%d\té\n" % i for i in range(30000))
    cursor.copy_expert("COPY copied2 FROM STDIN", io.StringIO(data))
    out = io.StringIO()
    cursor.copy_expert("COPY (SELECT * FROM copied2 ORDER BY a) TO STDOUT", out)
    assert out.getvalue() == data
    raises(errors.BadCopyFileFormat, cursor.copy_expert, "COPY copied2 FROM STDIN",
           io.StringIO("1\t2\t3\n" * 5000))
    cursor.execute("DO $$BEGIN RAISE NOTICE 'nötig'; END$$")
    assert connection.notices[-1] == "NOTICE:  nötig\n", connection.notices
    blob = os.urandom(1 << 20) * 8
    assert bytes(one(connection, "SELECT %s", psycopg2.Binary(blob))) == blob
    connection.close()


@check
def large_objects_use_function_calls():
    connection = connect(autocommit=False)
    large = connection.lobject(0, "wb")
    large.write(b"x" * 300000)
    large.close()
    again = connection.lobject(large.oid, "rb")
    again.seek(299999)
    assert again.read() == b"x" and again.tell() == 300000
    again.close()
    connection.lobject(large.oid, "w").unlink()
    connection.commit()
    connection.close()


@check
def notifications_reach_an_idle_client():
    listener, sender = connect(), connect()
    listener.cursor().execute("LISTEN waiting")
    sender.cursor().execute("NOTIFY waiting, 'payload é'")
    deadline = time.monotonic() + 20
    while not listener.notifies and time.monotonic() < deadline:
        select.select([listener], [], [], 1)
        listener.poll()
    note = listener.notifies[0]
    assert (note.payload, note.pid) == ("payload é", sender.get_backend_pid())
    listener.close()
    sender.close()


@check
def asynchronous_connections_work():
    def wait(connection):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            state = connection.poll()
            if state == psycopg2.extensions.POLL_OK:
                return
            reads = [connection] if state == psycopg2.extensions.POLL_READ else []
            writes = [connection] if state == psycopg2.extensions.POLL_WRITE else []
            select.select(reads, writes, [], 1)
        raise AssertionError("does not end")

    connection = psycopg2.connect(host=HOST, port=PORT, dbname=DATABASE, user="röle",
                                  password=PASSWORD, async_=1)
    wait(connection)
    cursor = connection.cursor()
    cursor.execute("SELECT generate_series(1, 10000)")
    wait(connection)
    assert len(cursor.fetchall()) == 10000
    cursor.close()
    connection.close()


@check
def cancel_and_named_cursors():
    connection = connect(autocommit=False)
    cursor = connection.cursor("näme")
    cursor.itersize = 11
    cursor.execute("SELECT generate_series(1, 100)")
    assert sum(row[0] for row in cursor) == 5050
    connection.rollback()
    watcher = connect()
    timer = threading.Thread(target=cancel_when_asleep, args=(connection, watcher))
    timer.start()
    raises(errors.QueryCanceled, one, connection, "SELECT pg_sleep(30)")
    timer.join()
    connection.close()
    watcher.close()


def cancel_when_asleep(connection, watcher):
    for _ in range(2000):
        if one(watcher, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
               " AND pid = %s", connection.get_backend_pid()):
            break
        time.sleep(0.005)
    connection.cancel()


@check
def replication_streams_pass():
    connection = connect(connection_factory=extras.LogicalReplicationConnection)
    cursor = connection.cursor()
    cursor.execute("IDENTIFY_SYSTEM")
    assert cursor.fetchone()[3] is not None
    cursor.create_replication_slot("psycopg2_slot", output_plugin="pgoutput")
    writer = connect()
    writer.cursor().execute("CREATE TABLE public.streamed2 (v int PRIMARY KEY)")
    writer.cursor().execute("CREATE PUBLICATION streamed2 FOR TABLE public.streamed2")
    cursor.drop_replication_slot("psycopg2_slot")
    cursor.create_replication_slot("psycopg2_slot", output_plugin="pgoutput")
    cursor.start_replication("psycopg2_slot", decode=False, options={
        "proto_version": "1", "publication_names": "streamed2"})
    writer.cursor().execute("INSERT INTO public.streamed2 SELECT generate_series(1, 2000)")
    inserts, deadline = 0, time.monotonic() + 20
    while inserts < 2000 and time.monotonic() < deadline:
        message = cursor.read_message()
        if message is None:
            select.select([cursor], [], [], 1)
        else:
            inserts += message.payload[:1] == b"I"
            cursor.send_feedback(flush_lsn=message.data_start)
    assert inserts == 2000, inserts
    connection.close()
    for _ in range(400):
        if one(writer, "SELECT count(*) FROM pg_replication_slots WHERE active") == 0:
            break
        time.sleep(0.05)
    writer.cursor().execute("SELECT pg_drop_replication_slot('psycopg2_slot')")
    writer.cursor().execute("DROP PUBLICATION streamed2")
    writer.cursor().execute("DROP TABLE public.streamed2")
    writer.close()
    physical = connect(connection_factory=extras.PhysicalReplicationConnection)
    cursor = physical.cursor()
    cursor.execute("IDENTIFY_SYSTEM")
    assert cursor.fetchone()[3] is None
    physical.close()


for function in CHECKS:
    function()
    print("ok", function.__name__, flush=True)
print("checks", len(CHECKS))
