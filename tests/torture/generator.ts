import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, type Random, type Weighted } from '../../src/demo/model/random.ts';
import type { Answer, People } from './people.ts';
import { configurationIdOf, configurationOf, type Place } from './places.ts';
import type { TortureWorld } from './torture-world.ts';

const DEPTHS = ['quick', 'sweep', 'full', null] as const;
const FEES = [0, 5, 10, 12, 100] as const;
/** Another request was first, no configuration has the place, or there were too many requests. */
const REFUSED_FOR_A_REASON = [404, 409, 429];

/** The activity in an installation on a busy day. */
export class Generator {
  /** How often each action ran. */
  readonly done = new Map<string, number>();
  readonly #world: TortureWorld;
  readonly #people: People;
  readonly #places: readonly Place[];
  readonly #random: Random;
  readonly #stopping = new AbortController();
  #running: readonly Promise<void>[] = [];

  constructor(world: TortureWorld, people: People, places: readonly Place[]) {
    this.#world = world;
    this.#people = people;
    this.#places = places;
    this.#random = createRandom(world.plan.seed, 30);
  }

  start(): void {
    this.#running = [
      this.#again(700, async () => await this.#act()),
      // One after the other in each store, because its model follows them.
      ...this.#world.stores.map((store, at) => {
        const random = createRandom(this.#world.plan.seed, 40 + at);
        return this.#again(1_500, async () => {
          const steps = random.between(1, 8);
          await store.change(steps);
          this.#count('changes of a store', steps);
        });
      }),
    ];
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
  }

  /** Requests an execution for a random place, at this depth. */
  async trigger(place: Place, depth: (typeof DEPTHS)[number]): Promise<Answer | null> {
    const id = await configurationIdOf(this.#world, place);
    if (id === null) return null;
    const body = depth === null ? {} : { depth };
    return await this.#ask('triggers', 'POST', `configurations/${id}/trigger/`, body);
  }

  async #again(pauseMs: number, act: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      // The database may be unreachable for a moment: then nothing happens.
      await act().catch((error: unknown) => this.#noteFailure(error));
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #noteFailure(error: unknown): void {
    const now = Date.now();
    if (this.#world.faults.during(now - 5_000, now).length > 0) return;
    this.#world.findings.require(false, `nothing was broken, and yet: ${String(error)}`);
  }

  async #act(): Promise<void> {
    const random = this.#random;
    const place = this.#places[random.between(0, this.#places.length - 1)];
    if (place === undefined) return;
    const acts: [Weighted<() => Promise<unknown>>, ...Weighted<() => Promise<unknown>>[]] = [
      [50, async () => await this.trigger(place, random.pick(DEPTHS))],
      [15, async () => await this.#tick()],
      [12, async () => await this.#change(place)],
      [8, async () => await this.#say(place, 'pauses', 'pause')],
      [12, async () => await this.#say(place, 'resumptions', 'resume')],
      [4, async () => await this.#leave(place)],
      [10, async () => await this.#takeUp()],
    ];
    await random.weighted(acts)();
  }

  /** Everything is due, and the schedule is checked once more. */
  async #tick(): Promise<void> {
    const { db } = this.#world;
    await db.query(
      `update sync_configurations set next_due_at = now() where deleted_at is null and status = 'active'`,
    );
    await db.query(`update timetables set next_at = now() where name = 'run_scheduled_syncs'`);
    this.#count('ticks');
  }

  async #change(place: Place): Promise<void> {
    const id = await configurationIdOf(this.#world, place);
    if (id === null) return;
    place.model.settings = { ...place.model.settings, fee: this.#random.pick(FEES) };
    const body = { service_fee_percentage: place.model.settings.fee, confirm_money_change: true };
    await this.#ask('settings changed', 'PATCH', `configurations/${id}/`, body);
  }

  async #say(place: Place, what: string, word: 'pause' | 'resume'): Promise<void> {
    const id = await configurationIdOf(this.#world, place);
    if (id !== null) await this.#ask(what, 'POST', `configurations/${id}/${word}/`);
  }

  /** No configuration has the event any more; its rows stay. */
  async #leave(place: Place): Promise<void> {
    const id = await configurationIdOf(this.#world, place);
    if (id !== null) await this.#ask('events left', 'DELETE', `configurations/${id}/`);
  }

  /** Another configuration adopts an abandoned event. */
  async #takeUp(): Promise<void> {
    for (const place of this.#places) {
      if ((await configurationIdOf(this.#world, place)) !== null) continue;
      await this.#ask('events taken up', 'POST', 'configurations/', configurationOf(place));
      return;
    }
  }

  async #ask(what: string, method: string, path: string, body?: object): Promise<Answer> {
    const answer = await this.#people.ask(method, path, body);
    const { status } = answer;
    if (status !== null && status < 300) this.#count(what);
    const away = status === null || status === 503;
    if (!away && status >= 300 && !REFUSED_FOR_A_REASON.includes(status)) {
      const said = JSON.stringify(answer.body).slice(0, 300);
      this.#world.findings.require(false, `${method} ${path} was answered ${status}: ${said}`);
    }
    return answer;
  }

  #count(what: string, times = 1): void {
    this.done.set(what, (this.done.get(what) ?? 0) + times);
  }
}
