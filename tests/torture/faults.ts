import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/demo/model/random.ts';
import { OWN_NAME, type ProcessLine, type TortureWorld } from './torture-world.ts';

/** A fault that can be caused. */
export interface Breakage {
  readonly name: string;
  readonly detail: string;
  readonly hits: readonly string[];
  begin(): Promise<void> | void;
  /** Ends the fault; null if it is over as soon as it has begun. */
  readonly end: (() => Promise<void> | void) | null;
}

type Way = 'black hole' | 'cut' | 'refused' | 'delay';
const WAYS = ['black hole', 'cut', 'refused', 'delay'] as const;
const DELAY_MS = 150;
const CLOCK_SHIFT_MS = 3 * 3_600_000;
/** The process that restarts it may be frozen for minutes. */
const POSTMASTER_BACK_MS = 300_000;
const LOOK_MS = 100;

/** Faults of connections and servers, the most frequent first. */
export function anyLineOrServer(world: TortureWorld, random: Random): Breakage {
  const made = [...lineBreakages(world, random), ...serverBreakages(world)];
  return made[random.between(0, made.length - 1)] as Breakage;
}

function lineBreakages(world: TortureWorld, random: Random): readonly Breakage[] {
  const { lines, stores } = world;
  const way = random.pick(WAYS);
  const line = lines[random.between(0, Math.max(0, lines.length - 1))];
  const store = stores[random.between(0, stores.length - 1)];
  const made: Breakage[] = [];
  // A third each: the connection of a process, that of a store, a server.
  if (line !== undefined) for (let n = 0; n < 6; n += 1) made.push(ofProcess(line, way));
  if (store !== undefined) {
    const breakage = onLine(way, store.line);
    const named = { name: `${way}: store`, detail: store.name, hits: [`store ${store.name}`] };
    for (let n = 0; n < 4; n += 1) made.push({ ...named, ...breakage });
  }
  return made;
}

function ofProcess({ process, server, proxy }: ProcessLine, way: Way): Breakage {
  return {
    name: `${way}: ${server}`,
    detail: process.name,
    hits: [process.name],
    ...onLine(way, proxy),
  };
}

function onLine(way: Way, line: ProcessLine['proxy']): Pick<Breakage, 'begin' | 'end'> {
  const ways: Readonly<Record<Way, Pick<Breakage, 'begin' | 'end'>>> = {
    'black hole': { begin: () => line.stall(), end: () => line.resume() },
    cut: { begin: () => line.reset(), end: null },
    refused: { begin: () => line.drop(), end: () => line.mend() },
    delay: { begin: () => line.delay(DELAY_MS), end: () => line.delay(0) },
  };
  return ways[way];
}

function serverBreakages(world: TortureWorld): readonly Breakage[] {
  const { postgres, redis, disk } = world.servers;
  const everybody = world.processes.map(({ name }) => name);
  const withQueue = world.processes.filter(({ role }) => role !== 'api').map(({ name }) => name);
  const made: Breakage[] = [
    {
      name: 'sessions ended',
      detail: 'all',
      hits: [...everybody, 'postgres'],
      begin: async () => {
        await world.db.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name <> $1 and pid <> pg_backend_pid()`,
          [OWN_NAME],
        );
      },
      end: null,
    },
  ];
  if (postgres !== null) {
    made.push({
      name: 'PostgreSQL stopped',
      detail: '',
      hits: [...everybody, 'postgres'],
      begin: async () => await postgres.halt(),
      end: async () => await postgres.resume(),
    });
  } else {
    made.push({
      name: 'PostgreSQL killed',
      detail: 'the bundled one',
      hits: [...everybody, 'postgres'],
      begin: async () => await killPostmaster(world),
      end: null,
    });
  }
  if (redis !== null) {
    made.push(
      {
        name: 'Redis stopped',
        detail: '',
        hits: [...withQueue, 'redis'],
        begin: async () => await redis.halt(),
        end: async () => await redis.resume(),
      },
      {
        name: 'Redis flushed',
        detail: '',
        hits: ['redis'],
        begin: async () => await redis.flush(),
        end: null,
      },
    );
  }
  if (disk !== null) {
    made.push({
      name: 'disk full',
      detail: '',
      hits: [...everybody, 'postgres'],
      begin: async () => await disk.fill(),
      end: async () => await disk.free(),
    });
  }
  return made;
}

/** Ends when another process serves: until then no process has a database. */
async function killPostmaster(world: TortureWorld): Promise<void> {
  const killed = await postmasterOf(world);
  process.kill(killed, 'SIGKILL');
  const giveUpAtMs = performance.now() + POSTMASTER_BACK_MS;
  while (performance.now() < giveUpAtMs) {
    const pid = await postmasterOf(world).catch(() => killed);
    if (pid !== killed) return;
    await sleep(LOOK_MS);
  }
  world.findings.require(
    false,
    `no other PostgreSQL serves ${POSTMASTER_BACK_MS / 1_000} s after one was killed`,
  );
}

async function postmasterOf(world: TortureWorld): Promise<number> {
  const [row] = await world.rows<{ data_directory: string }>('show data_directory');
  const text = await readFile(join(row?.data_directory ?? '', 'postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}

/** Faults of whole processes, except at failpoints. */
export function anyProcess(world: TortureWorld, random: Random): Breakage {
  const { processes } = world;
  const victim = processes[random.between(0, processes.length - 1)];
  if (victim === undefined) throw new Error('there is no process');
  const shiftMs = random.pick([CLOCK_SHIFT_MS, -CLOCK_SHIFT_MS]);
  const facts = { detail: victim.name, hits: [victim.name] };
  return random.weighted<Breakage>([
    [5, { name: 'SIGKILL', ...facts, begin: async () => await victim.kill(), end: null }],
    [3, { name: 'SIGSTOP', ...facts, begin: () => victim.freeze(), end: () => victim.thaw() }],
    [
      2,
      {
        name: `clock ${shiftMs > 0 ? '+' : '−'}3 h`,
        ...facts,
        // A process with a wrong clock continues to work: only its restart counts as a fault, and the times that it
        // reports are not checked.
        begin: async () => await victim.restartWithClock(shiftMs),
        end: async () => await victim.restartWithClock(0),
      },
    ],
  ]);
}
