import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attentionOf } from '../../admin/src/dashboard/attention.ts';
import { words as english } from '../../admin/src/texts/en/shared/words.ts';
import { lockEvent } from '../../src/backend/check-ins/gate-lock.ts';
import type { Alert } from '../../src/contract/alert.ts';
import { readMail } from '../alerts/read-mail.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { waitFor } from '../tasks/wait-for.ts';
import type { Breakage } from './breakage.ts';
import { BREAKAGES } from './breakages.ts';
import { lastLine, troubles, WellWorld } from './well-world.ts';

let world: WellWorld;

beforeAll(async () => {
  world = await WellWorld.open();
});
afterAll(async () => await world.close());

interface Health {
  readonly status: string;
  readonly reasons: readonly string[];
  readonly notices: readonly string[];
}

async function health(): Promise<Health> {
  const reply = await world.api.ask('viewer', 'GET', 'management/health/');
  return reply.statusCode === 200
    ? reply.json()
    : { status: reply.json().code, reasons: ['none'], notices: [] };
}

/** The overview's items under "needs attention", from the panel's requests and its own rules. */
async function overview(): Promise<readonly string[]> {
  const get = async (path: string) => {
    const reply = await world.api.ask('viewer', 'GET', path);
    expect([path, reply.statusCode]).toEqual([path, 200]);
    return reply.json();
  };
  const those = async (query: string) => (await get(`configurations/?${query}`)).results;
  const { servers, alerts, failing, configurations, conflicts } = attentionOf({
    openAlerts: (await get('alerts/?open=true')).results,
    stats: await get('management/stats/'),
    suspects: [
      ...(await those('status=error')),
      ...(await those('verification=unverified')),
      ...(await those('verification=verified_with_rejects')),
    ],
    conflicts: (await get('conflicts/')).count,
  });
  const isStuck = ({ deliveries }: Alert): boolean =>
    deliveries.some(({ status, error_code }) => status !== 'sent' && error_code !== null);
  const names = (all: readonly { readonly name: string }[]): string => all.map(({ name }) => name).join(', ');
  return [
    ...servers.map(({ stores }) => `out of reach: ${names(stores)}`),
    ...alerts.map((one) => {
      const about = names(one.configurations.length === 0 ? one.stores : one.configurations);
      return `${one.kind}: ${about}${isStuck(one) ? ', not delivered' : ''}`;
    }),
    ...failing.map(({ name }) => `attempts fail: ${name}`),
    ...configurations.map(({ name, status, last_verification }) =>
      status === 'error' ? `error: ${name}` : `${last_verification}: ${name}`,
    ),
    ...(conflicts === 0 ? [] : [`conflicts: ${conflicts}`]),
  ];
}

/** The code of each, or `ready`; an answer is cached for a second. */
async function readiness(): Promise<{ api: string; worker: string }> {
  const [api, worker] = await Promise.all(
    [world.apiProbe, world.workerProbe].map(async (probe) => {
      const body = (await probe.inject('/readyz')).json();
      return String(body.code ?? body.status);
    }),
  );
  return { api: api ?? '', worker: worker ?? '' };
}

/** `*` matches any text. */
function like(pattern: string): unknown {
  const parts = pattern.split('*').map((part) => part.replace(/[$()+.?[\\\]^{|}]/g, '\\$&'));
  return expect.stringMatching(new RegExp(`^${parts.join('.*')}$`));
}

async function expectWell(): Promise<void> {
  await waitFor(health, ({ status, notices }) => status === 'healthy' && notices.length === 0);
  await waitFor(readiness, ({ api, worker }) => api === 'ready' && worker === 'ready');
  expect(await overview()).toEqual([]);
  const check = await world.check();
  expect([troubles(check), check.exitCode]).toEqual([[], 0]);
  expect(lastLine(check)).toBe(
    'The installation is healthy. Not checked: the disk of the PostgreSQL server; how the operation goes (npm run -s taquilla -- status).',
  );
  const status = await world.status();
  expect([troubles(status), status.exitCode]).toEqual([[], 0]);
  expect(lastLine(status)).toBe(
    'The operation is healthy. Not checked: the installation (npm run -s taquilla -- check).',
  );
}

async function expectCheck({ check, env = {}, machine }: Breakage): Promise<void> {
  const ended = await world.check(typeof env === 'function' ? await env(world) : env, machine);
  if (check === undefined) {
    expect([troubles(ended), ended.exitCode]).toEqual([[], 0]);
    return;
  }
  const [line, exitCode] = check;
  expect([troubles(ended), ended.exitCode]).toEqual([[like(line)], exitCode]);
  expect(lastLine(ended)).toMatch(
    exitCode === 0
      ? /^The installation is healthy, with 1 warning\. /
      : /^Not healthy: 1 of \d+ checks failed\. /,
  );
}

async function expectStatus({ status = [], reasons = [], notices = [], mayAlso = [], blind }: Breakage) {
  const shown = await world.status();
  if (blind !== undefined) {
    expect([shown.exitCode, shown.stderr]).toEqual([blind[1], expect.stringContaining(`(${blind[0]})`)]);
    return;
  }
  const lines = troubles(shown).filter(
    (line) => !mayAlso.includes('incident-open') || !line.includes('incidents:'),
  );
  expect(lines).toEqual(status.map(like));
  expect(shown.exitCode).toBe(reasons.length === 0 ? 0 : 1);
  if (mayAlso.length > 0) return;
  const sum =
    reasons.length > 0
      ? `Not healthy: ${reasons.join(', ')}.`
      : notices.length > 0
        ? 'The operation is healthy, with 1 warning.'
        : 'The operation is healthy.';
  expect(lastLine(shown)).toBe(`${sum} Not checked: the installation (npm run -s taquilla -- check).`);
}

test.each(BREAKAGES.map((breakage) => [breakage.what, breakage] as const))(
  '%s: each place reports only this; once it is corrected, all is well',
  async (_what, breakage) => {
    await expectWell();
    const { reasons = [], notices = [], mayAlso = [], readyz = {}, subject, blind } = breakage;
    const mails = world.mail.received.length;
    await breakage.break?.(world);
    try {
      if (blind === undefined) {
        const seen = await waitFor(
          health,
          (found) =>
            JSON.stringify(found.reasons.filter((one) => !mayAlso.includes(one))) ===
              JSON.stringify(reasons) && JSON.stringify(found.notices) === JSON.stringify(notices),
        );
        expect(seen.status).toBe(reasons.length === 0 ? 'healthy' : 'degraded');
        const shown = (await overview()).filter(
          (line) => !mayAlso.includes('incident-open') || !line.startsWith('sync_stale: '),
        );
        expect(shown).toEqual(breakage.overview ?? []);
        const words = english.health_reason as Readonly<Record<string, string>>;
        expect(seen.reasons.filter((one) => words[one.replaceAll('-', '_')] === undefined)).toEqual([]);
      }
      const ready = { api: 'ready', worker: 'ready', ...readyz };
      expect(
        await waitFor(readiness, ({ api, worker }) => api === ready.api && worker === ready.worker),
      ).toEqual(ready);
      await expectStatus(breakage);
      await expectCheck(breakage);
      if (subject !== undefined) {
        const subjects = (): readonly unknown[] =>
          world.mail.received.slice(mails).map((raw) => readMail(raw).headers.get('subject'));
        expect(await waitFor(subjects, (all) => all.length > 0)).toEqual([subject]);
      }
    } finally {
      await breakage.mend?.(world);
    }
    await expectWell();
  },
);

const TAKES_NOTHING: Readonly<Record<string, Pick<Breakage, 'break' | 'mend'>>> = {
  'becomes a standby': {
    break: async ({ postgres }) => await postgres.becomeStandby(),
    mend: async ({ postgres }) => await postgres.promote(),
  },
  'has no connection left': {
    break: async ({ database }) => await database.alter('connection limit 0'),
    mend: async ({ database }) => await database.alter('connection limit -1'),
  },
};

test.each(Object.entries(TAKES_NOTHING))(
  'an execution in the middle of which PostgreSQL %s loses nothing, not even a retry, and continues by itself',
  async (_what, state) => {
    await expectWell();
    const { db, stores } = world;
    const {
      rows: [event],
    } = await db.query<{ id: string }>('select id from events');
    const holder = await db.connect();
    holder.on('error', () => undefined);
    await holder.query('begin');
    await lockEvent(holder, event?.id ?? '');
    const asked = await world.api.ask(
      'superuser',
      'POST',
      `configurations/${stores.configurationId}/trigger/`,
    );
    const id: string = asked.json().execution_id;
    const waiting = `select from pg_stat_activity where usename = 'encargado' and wait_event_type = 'Lock'`;
    await waitFor(
      async () => (await db.query(waiting)).rowCount,
      (count) => count === 1,
    );
    const before = world.said.length;
    await state.break?.(world);
    await waitFor(
      () => world.said.slice(before).some((line) => line.includes('the end of an attempt cannot be written')),
      (isLogged) => isLogged,
    );
    holder.release(true);
    await state.mend?.(world);
    // WellWorld allows no retries of an execution.
    await waitFor(
      async () => (await db.query('select status from sync_executions where id = $1', [id])).rows[0]?.status,
      (status) => status === 'success' || status === 'failed',
    );
    const { rows } = await db.query(
      `select e.status, e.failed_attempts, e.verification, array_agg(a.outcome order by a.id) as outcomes
       from sync_executions e join sync_attempts a on a.execution_id = e.id
       where e.id = $1 group by e.id`,
      [id],
    );
    expect(rows).toEqual([
      {
        status: 'success',
        failed_attempts: 0,
        verification: 'verified',
        outcomes: [expect.stringMatching(/^(failed|worker_lost)$/), 'success'],
      },
    ]);
    await expectWell();
  },
);

test('an unreadable setting ends both commands with its name, before they check anything', async () => {
  const env = { ...world.env, SYNC_MAX_RETRIES: 'many' };
  for (const command of ['check', 'status']) {
    const { exitCode, stdout, stderr } = await callTaquilla([command], { env });
    expect([command, exitCode, stdout]).toEqual([command, 78, '']);
    expect(stderr).toContain('SYNC_MAX_RETRIES');
  }
});

test('a disk that fills up is reported before it is full', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'taquilla-disk-'));
  const env = { TAQUILLA_DATA_DIR: folder };
  try {
    await callTaquilla(['migrate'], { env });
    const check = async (mebibytes: number) =>
      await callTaquilla(['check'], {
        env,
        machine: { now: () => new Date(), freeBytes: async () => mebibytes * 1024 * 1024 },
      });
    expect(troubles(await check(5_000))).toEqual([]);
    const scarce = await check(1_500);
    expect([troubles(scarce), scarce.exitCode]).toEqual([[`! disk: 1500 MiB are free in ${folder}`], 0]);
    const full = await check(100);
    expect([troubles(full), full.exitCode]).toEqual([
      [
        `✗ disk: Only 100 MiB are free in ${folder}: PostgreSQL stops when none are left. (machine.disk-nearly-full)`,
      ],
      78,
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
