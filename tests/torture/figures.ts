import Table from 'cli-table3';
import { POINTS } from '../../src/kernel/failpoint.ts';
import type { OverlapWatch } from './check-executions.ts';
import type { Gate, GateWord } from './gate.ts';
import type { Generator } from './generator.ts';
import type { Nemesis } from './nemesis.ts';
import type { TortureWorld } from './torture-world.ts';

const ANSWER_WITHIN_MS = 2_000;

export interface TortureParts {
  readonly world: TortureWorld;
  readonly gate: Gate;
  readonly generator: Generator;
  readonly nemesis: Nemesis;
  readonly overlaps: OverlapWatch;
  readonly tookMs: number;
}

/** Check-ins while the API and its database had no fault; the others have no promise. */
function answeredInTime(world: TortureWorld, words: readonly GateWord[]): readonly GateWord[] {
  const { name } = world.api;
  return words.filter(({ answer }) => {
    const untilMs = answer.sentAtMs + answer.tookMs;
    return (
      world.faults.during(answer.sentAtMs, untilMs, (hit) => [name, 'postgres'].includes(hit)).length === 0
    );
  });
}

function quantile(sorted: readonly number[], part: number): string {
  if (sorted.length === 0) return '–';
  return `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)} ms`;
}

/** The gate's promise: an answer within a short time. */
export function checkGateTimes({ world, gate }: Pick<TortureParts, 'world' | 'gate'>): void {
  const { findings } = world;
  const promised = answeredInTime(world, gate.words);
  const refused = promised.filter(({ outcome }) => outcome === 'unknown');
  const times = promised.map(({ answer }) => answer.tookMs).toSorted((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)] ?? 0;
  if (p99 > ANSWER_WITHIN_MS) findings.slow.push(`check-ins: p99 is ${Math.round(p99)} ms`);
  if (refused.length > 0) {
    const [first] = refused;
    const answered = `${first?.answer.status ?? 'no answer'} ${JSON.stringify(first?.answer.body ?? {})}`;
    findings.slow.push(
      `${refused.length} check-ins were not answered though nothing of theirs was broken: ${answered.slice(0, 200)}`,
    );
  }
}

/** The result of the run as a table: actions, faults, figures. */
export function showFigures(parts: TortureParts): string {
  const { world, gate, generator, nemesis, overlaps, tookMs } = parts;
  const { plan, faults, findings, servers } = world;
  const table = new Table({ style: { head: [], border: [] }, colWidths: [30, 76], wordWrap: true });
  const times = (words: readonly GateWord[]): readonly number[] =>
    words.map(({ answer }) => answer.tookMs).toSorted((a, b) => a - b);
  const promised = times(answeredInTime(world, gate.words));
  const all = times(gate.words);
  const counted = (counts: ReadonlyMap<string, number>): string =>
    [...counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([what, count]) => `${count} × ${what}`)
      .join('\n');
  const outcomes = (outcome: GateWord['outcome']): number =>
    gate.words.filter((word) => word.outcome === outcome).length;
  const taken = nemesis.takeoversMs.toSorted((a, b) => a - b);
  const back = nemesis.backMs.toSorted((a, b) => a - b);
  const unready = faults.faults
    .flatMap(({ unreadyAfterMs }) => unreadyAfterMs ?? [])
    .toSorted((a, b) => a - b);
  const exits = world.processes.flatMap((one) => one.exits);
  const codes = new Map<string, number>();
  for (const { code, signal } of exits) {
    const name = `exit ${code ?? signal}`;
    codes.set(name, (codes.get(name) ?? 0) + 1);
  }
  const spread = (values: readonly number[]): string =>
    `${values.length} measured; median ${quantile(values, 0.5)}, slowest ${quantile(values, 1)}`;
  table.push(
    ['setting, seed', `${plan.setting}, seed ${plan.seed}`],
    [
      'took',
      `${Math.round(tookMs / 1_000)} s, ${plan.minutes === null ? 'short form' : `${plan.minutes} min of faults`}`,
    ],
    ['done', counted(generator.done)],
    ['broken', counted(faults.counts())],
    ['failpoints struck', `${nemesis.struck.size} of ${POINTS.length}\n${counted(nemesis.struck)}`],
    [
      'left out',
      servers.postgres !== null && servers.disk === null ? 'disk full: no tmpfs can be mounted here' : '–',
    ],
    [
      'scans',
      `${gate.words.length}: ${outcomes('written')} written, ${outcomes('nothing')} refused or known, ${outcomes('unknown')} without an answer`,
    ],
    [
      'scan, API and database whole',
      `${promised.length} scans: p50 ${quantile(promised, 0.5)}, p99 ${quantile(promised, 0.99)}, slowest ${quantile(promised, 1)}`,
    ],
    ['scan, all', `p50 ${quantile(all, 0.5)}, p99 ${quantile(all, 0.99)}, slowest ${quantile(all, 1)}`],
    ['takeover of what froze', spread(taken)],
    ['unready after a fault', spread(unready)],
    ['back after a fault', spread(back)],
    ['ends of processes', counted(codes)],
    ['looks for two at once', String(overlaps.looks)],
    ['mails', String(world.mails.received.length)],
    ['broken promises', findings.broken.length === 0 ? 'none' : findings.broken.join('\n')],
    ['too slow', findings.slow.length === 0 ? 'nothing' : findings.slow.join('\n')],
  );
  return table.toString();
}
