import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, type Random } from '../../src/demo/model/random.ts';
import { POINTS, type Point } from '../../src/kernel/failpoint.ts';
import type { Fault } from './fault-log.ts';
import { anyLineOrServer, anyProcess, type Breakage } from './faults.ts';
import type { SupervisedProcess } from './supervised-process.ts';
import { timeTakeover } from './takeover.ts';
import type { TortureWorld } from './torture-world.ts';

const LOOK_MS = 100;
const LOOKS_BETWEEN_ASKING = 15;
/** Waits until a process passes the failpoint at which it must stop. */
const PASSED_WITHIN_MS = 60_000;
const BACK_WITHIN_MS = 90_000;
const MOST_PASSINGS = 40;
/** Longer than a takeover may take. */
const TIMED_FREEZE_MS = 60_000;

/**
 * Causes one fault after the other in two lanes, one for processes and one for connections and servers, and ends
 * each again.
 */
export class Nemesis {
  /** Failpoints at which a process stopped or died. */
  readonly struck = new Map<Point, number>();
  readonly takeoversMs: number[] = [];
  readonly backMs: number[] = [];
  readonly #world: TortureWorld;
  readonly #exercise: (point: Point) => Promise<void>;
  readonly #untilMs: number;
  /** While a takeover is timed, there is no other fault. */
  #turn: Promise<void> = Promise.resolve();

  /** @param exercise makes some worker pass a failpoint soon */
  constructor(world: TortureWorld, exercise: (point: Point) => Promise<void>) {
    this.#world = world;
    this.#exercise = exercise;
    const { minutes } = world.plan;
    this.#untilMs = minutes === null ? Number.POSITIVE_INFINITY : performance.now() + minutes * 60_000;
  }

  async run(): Promise<void> {
    const { seed } = this.#world.plan;
    await Promise.all([
      this.#lane(createRandom(seed, 50), async (random, round) => await this.#breakProcess(random, round)),
      this.#lane(createRandom(seed, 60), async (random) => {
        await this.#inTurn(async () => await this.#breakFor(anyLineOrServer(this.#world, random), random));
      }),
    ]);
  }

  async #lane(random: Random, strike: (random: Random, round: number) => Promise<void>): Promise<void> {
    const { rounds, pauseSeconds } = this.#world.plan;
    for (let round = 0; round < rounds && performance.now() < this.#untilMs; round += 1) {
      await strike(random, round);
      await sleep(pauseSeconds * 1_000);
    }
  }

  /** Every second fault is at a failpoint, all of them in turn, starting at a different one for each seed. */
  async #breakProcess(random: Random, round: number): Promise<void> {
    if (round % 2 === 1) return await this.#breakFor(anyProcess(this.#world, random), random);
    const { plan, workers } = this.#world;
    const point = POINTS[(plan.seed * 5 + round / 2) % POINTS.length] ?? POINTS[0];
    const victim = workers[random.between(0, workers.length - 1)];
    const signal = random.chance(60) ? 'SIGSTOP' : 'SIGKILL';
    const passing = point === 'in the midst of COPY' ? random.between(1, MOST_PASSINGS) : 1;
    const [shortest, longest] = plan.freezeSeconds;
    const isTimed = signal === 'SIGSTOP' && plan.minutes !== null && random.chance(60);
    const frozenMs = isTimed ? TIMED_FREEZE_MS : random.between(shortest, longest) * 1_000;
    if (victim === undefined) return;
    const strike = async (): Promise<void> =>
      await this.#breakAtPoint(victim, { point, passing, signal, frozenMs });
    await (isTimed ? this.#inTurn(strike) : strike());
  }

  async #inTurn(strike: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(strike);
    this.#turn = turn.catch(() => undefined);
    await turn;
  }

  async #breakAtPoint(
    victim: SupervisedProcess,
    order: { point: Point; passing: number; signal: 'SIGSTOP' | 'SIGKILL'; frozenMs: number },
  ): Promise<void> {
    const { point, signal, frozenMs } = order;
    const exits = victim.exits.length;
    victim.arm(point, order.passing, signal);
    const giveUpAtMs = performance.now() + PASSED_WITHIN_MS;
    const hasStruck = (): boolean =>
      victim.exits.length > exits || (signal === 'SIGSTOP' && victim.isStopped());
    // Not awaited here: the process that answers may be the frozen one.
    let isAsking = false;
    let wholeAtMs = Date.now();
    for (let looks = 0; !hasStruck() && performance.now() < giveUpAtMs; looks += 1) {
      if (looks % LOOKS_BETWEEN_ASKING === 0 && !isAsking) {
        isAsking = true;
        const ended = (): void => {
          isAsking = false;
        };
        void this.#exercise(point).then(ended, ended);
      }
      // The end of a process is noticed a little later.
      wholeAtMs = Date.now() - LOOK_MS;
      await sleep(LOOK_MS);
    }
    victim.disarm();
    // It may start at this very moment.
    if (!hasStruck()) await sleep(LOOK_MS * LOOKS_BETWEEN_ASKING);
    if (!hasStruck()) return;
    this.struck.set(point, (this.struck.get(point) ?? 0) + 1);
    const fault = this.#world.faults.begin(
      `${signal} at a failpoint`,
      `${victim.name} ${point}`,
      [victim.name],
      wholeAtMs,
    );
    if (victim.isStopped()) {
      const takeover = timeTakeover(this.#world, victim, fault);
      await sleep(frozenMs);
      const takenOverMs = await takeover.stop();
      victim.thaw();
      if (takenOverMs !== null) this.takeoversMs.push(takenOverMs);
    }
    fault.endedAtMs = Date.now();
    await this.#recover(fault, [victim]);
  }

  async #breakFor(breakage: Breakage, random: Random): Promise<void> {
    const { faults, plan, processes } = this.#world;
    const [shortest, longest] = breakage.name === 'SIGSTOP' ? plan.freezeSeconds : plan.faultSeconds;
    const lastsMs = random.between(shortest, longest) * 1_000;
    const hit = processes.filter(({ name }) => breakage.hits.includes(name));
    const fault = faults.begin(breakage.name, breakage.detail, breakage.hits);
    try {
      await breakage.begin();
    } catch {
      // The other lane broke something that this one needs.
      faults.forget(fault);
      return;
    }
    if (breakage.end !== null) {
      await this.#watch(fault, hit, lastsMs);
      await breakage.end();
    }
    fault.endedAtMs = Date.now();
    await this.#recover(fault, hit);
  }

  /** Records when the first of the processes reports that it is not ready. */
  async #watch(fault: Fault, hit: readonly SupervisedProcess[], lastsMs: number): Promise<void> {
    const untilMs = performance.now() + lastsMs;
    while (performance.now() < untilMs) {
      if (fault.unreadyAfterMs === null && hit.length > 0) {
        const ready = await Promise.all(hit.map(async (one) => await one.isReady()));
        if (ready.includes(false)) fault.unreadyAfterMs = Date.now() - fault.beganAtMs;
      }
      await sleep(Math.max(0, Math.min(1_000, untilMs - performance.now())));
    }
  }

  async #recover(fault: Fault, hit: readonly SupervisedProcess[]): Promise<void> {
    const { faults, findings } = this.#world;
    const sinceMs = Date.now();
    for (const one of hit) {
      await one.untilReadyOrFrozen().catch(() => {
        findings.require(false, `${one.name} was never ready again after ${fault.name} (${fault.detail})`);
      });
    }
    const backMs = Date.now() - sinceMs;
    const others = faults.during(sinceMs, Date.now()).filter((one) => one !== fault);
    fault.recoveredAtMs = Date.now();
    if (others.length > 0 || hit.length === 0) return;
    this.backMs.push(backMs);
    if (backMs > BACK_WITHIN_MS) {
      findings.slow.push(`${fault.name} (${fault.detail}): back only after ${Math.round(backMs / 1_000)} s`);
    }
  }
}
