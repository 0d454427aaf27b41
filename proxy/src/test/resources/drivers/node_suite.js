'use strict';
// node's pg through the proxy: each check prints its name; the first that fails ends the run.
const assert = require('assert');
const fs = require('fs');
const { pipeline } = require('stream/promises');
const { Readable, Writable } = require('stream');
const modules = process.env.PROXY_NODE_MODULES;
const { Client, Pool } = require(modules + '/pg');
const Cursor = require(modules + '/pg-cursor');
const { from: copyFrom, to: copyTo } = require(modules + '/pg-copy-streams');

const base = {
  host: 'localhost',
  port: Number(process.env.PROXY_PORT),
  database: process.env.PROXY_DATABASE,
  password: process.env.PROXY_PASSWORD,
};

async function connect(user = 'postgres', more = {}) {
  const client = new Client({ ...base, user, ...more });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function one(client, sql, values) {
  return Object.values((await client.query(sql, values)).rows[0])[0];
}

const checks = {
  async loginsByEveryMethodWithAndWithoutTls() {
    const verified = { ca: fs.readFileSync(process.env.PROXY_ROOT_CERTIFICATE, 'utf8') };
    for (const user of ['postgres', 'röle', 'old']) {
      for (const ssl of [false, { rejectUnauthorized: false }, verified]) {
        const client = await connect(user, { ssl });
        assert.strictEqual(await one(client, 'SELECT current_user'), user);
        await client.end();
      }
    }
    const bound = await connect('röle', { ssl: verified, enableChannelBinding: true });
    assert.strictEqual(await one(bound, 'SELECT 1'), 1);
    await bound.end();
  },

  async refusalsCarryTheServersCode() {
    await assert.rejects(connect('röle', { password: 'wrong' }), { code: '28P01' });
    await assert.rejects(connect('old', { password: 'wrong' }), { code: '28P01' });
    await assert.rejects(connect('postgres', { database: 'erstunken' }), { code: '3D000' });
  },

  async theProcessIdIsTheServers() {
    const client = await connect();
    assert.strictEqual(client.processID, await one(client, 'SELECT pg_backend_pid()'));
    await client.end();
  },

  async typesParametersAndNamedStatements() {
    const client = await connect();
    for (let i = 0; i < 5; i++) {
      const { rows } = await client.query({
        name: 'named é',
        text: 'SELECT $1::int AS a, $2::text AS b, $3::jsonb AS c, $4::bytea AS d, $5::text[] AS e',
        values: [i, 'ü' + i, { k: [1, null] }, Buffer.from([0, 255]), ['x', null]],
      });
      assert.deepStrictEqual(rows[0], {
        a: i, b: 'ü' + i, c: { k: [1, null] }, d: Buffer.from([0, 255]), e: ['x', null],
      });
    }
    const binary = await client.query({ text: 'SELECT 7::int4 AS v', binary: true });
    assert.strictEqual(binary.rows[0].v, 7);
    await client.end();
  },

  async queuedQueriesAndErrorsKeepTheirOrder() {
    const client = await connect();
    const results = await Promise.allSettled([
      client.query('SELECT 1 AS v'),
      client.query('SELECT 1/0'),
      client.query('SELECT $1::int AS v', [3]),
      client.query('SELECT nothing'),
      client.query('SELECT 5 AS v; SELECT 6 AS v'),
    ]);
    assert.deepStrictEqual(results.map((r) => r.status),
      ['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    assert.strictEqual(results[1].reason.code, '22012');
    assert.strictEqual(results[3].reason.code, '42703');
    assert.strictEqual(results[4].value[1].rows[0].v, 6);
    await client.query('');
    await client.end();
  },

  async cursorsReadInPortions() {
    const client = await connect();
    const cursor = client.query(new Cursor('SELECT generate_series(1, $1::int) AS v', [1000]));
    let sum = 0;
    for (let rows = await cursor.read(77); rows.length > 0; rows = await cursor.read(77)) {
      sum += rows.reduce((total, row) => total + row.v, 0);
    }
    assert.strictEqual(sum, 500500);
    await cursor.close();
    const left = client.query(new Cursor('SELECT generate_series(1, 1000000) AS v'));
    await left.read(5);
    await left.close();
    assert.strictEqual(await one(client, 'SELECT 1'), 1);
    await client.end();
  },

  async copiesBothWays() {
    const client = await connect();
    await client.query('CREATE TEMP TABLE node_copy (a int, b text)');
    const lines = Array.from({ length: 50000 }, (_, i) => i + '\té\n');
    await pipeline(Readable.from(lines), client.query(copyFrom('COPY node_copy FROM STDIN')));
    let bytes = 0;
    const sink = new Writable({ write(chunk, _, done) { bytes += chunk.length; done(); } });
    await pipeline(client.query(copyTo('COPY node_copy TO STDOUT')), sink);
    assert.strictEqual(bytes, Buffer.byteLength(lines.join('')));
    await assert.rejects(
      pipeline(Readable.from(['a\tb\n']), client.query(copyFrom('COPY node_copy FROM STDIN'))),
      { code: '22P02' });
    assert.strictEqual(Number(await one(client, 'SELECT count(*) FROM node_copy')), 50000);
    await client.end();
  },

  async notificationsNoticesAndLargeResults() {
    const client = await connect();
    const heard = new Promise((resolve) => client.once('notification', resolve));
    const notice = new Promise((resolve) => client.once('notice', resolve));
    await client.query('LISTEN "node ü"');
    await client.query("DO $$BEGIN RAISE NOTICE 'laut'; END$$");
    await client.query("NOTIFY \"node ü\", 'da'");
    assert.strictEqual((await heard).payload, 'da');
    assert.strictEqual((await notice).message, 'laut');
    const { rows } = await client.query(
      "SELECT g, repeat('y', 50) AS t FROM generate_series(1, 100000) g");
    assert.strictEqual(rows.length, 100000);
    const text = 'z'.repeat(16 << 20);
    assert.strictEqual((await one(client, 'SELECT $1::text', [text])).length, text.length);
    await client.end();
  },

  async aPoolServesManyAtOnceAndATerminatedClientHearsWhy() {
    const pool = new Pool({ ...base, user: 'röle', max: 20 });
    const values = await Promise.all(
      Array.from({ length: 200 }, (_, i) => pool.query('SELECT $1::int AS v', [i])));
    values.forEach((result, i) => assert.strictEqual(result.rows[0].v, i));
    await pool.end();
    const client = await connect();
    const watcher = await connect();
    const ended = client.query('SELECT pg_sleep(30)').catch((error) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await watcher.query('SELECT pg_terminate_backend($1)', [client.processID]);
    assert.strictEqual((await ended).code, '57P01');
    await watcher.end();
  },
};

(async () => {
  for (const [name, run] of Object.entries(checks)) {
    await run();
    console.log('ok ' + name);
  }
  console.log('checks ' + Object.keys(checks).length);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
