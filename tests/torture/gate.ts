import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../src/demo/model/random.ts';
import type { Answer, People } from './people.ts';
import type { TortureWorld } from './torture-world.ts';

const BETWEEN_SCANS_MS = 50;
const LOOK_FOR_TICKETS_MS = 3_000;
/** The percentage of scans that undo an admission. */
const UNDONE_PERCENT = 10;
/** Refusals of a ticket in its present state: the store has admitted it, or it is not valid. */
const REFUSED_FOR_A_REASON = [400, 404, 409, 429];

/** A request at the gate, and the API's answer. */
export interface GateWord {
  readonly ticketId: string;
  readonly day: number;
  readonly status: 'checked_in' | 'not_checked_in';
  /** written: it must be in the log. unknown: no answer arrived, so it may be in the log. */
  readonly outcome: 'written' | 'nothing' | 'unknown';
  readonly answer: Answer;
}

/** Scanners at the entrances of every event, 20 scans a second, whatever is broken in the meantime. */
export class Gate {
  readonly words: GateWord[] = [];
  readonly #world: TortureWorld;
  readonly #people: People;
  readonly #stopping = new AbortController();
  readonly #scanning: Promise<void>;
  readonly #under = new Set<string>();
  readonly #inside = new Map<string, { readonly ticketId: string; readonly day: number }>();

  constructor(world: TortureWorld, people: People) {
    this.#world = world;
    this.#people = people;
    this.#scanning = this.#scan();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#scanning;
  }

  async #scan(): Promise<void> {
    const { signal } = this.#stopping;
    const random = createRandom(this.#world.plan.seed, 20);
    const scans = new Set<Promise<void>>();
    let tickets: readonly { id: string; days: number }[] = [];
    let lookedAtMs = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      if (performance.now() - lookedAtMs > LOOK_FOR_TICKETS_MS) {
        lookedAtMs = performance.now();
        tickets = await this.#openTickets().catch(() => tickets);
      }
      const [undone, chosen] = [random.chance(UNDONE_PERCENT), random.between(0, 1_000_000)];
      if (scans.size < this.#world.plan.scanners) {
        const scan = this.#one(undone, chosen, tickets);
        scans.add(scan);
        void scan.finally(() => scans.delete(scan));
      }
      await sleep(BETWEEN_SCANS_MS, undefined, { signal }).catch(() => undefined);
    }
    await Promise.all(scans);
  }

  async #openTickets(): Promise<readonly { id: string; days: number }[]> {
    return await this.#world.rows(
      `select t.id, e.num_days as days from tickets t join events e on e.id = t.event_id
       where t.removed_at is null and t.status = 'active' and t.check_in_status <> 'checked_in'
       order by md5(t.id::text) limit 500`,
    );
  }

  async #one(
    undone: boolean,
    chosen: number,
    tickets: readonly { id: string; days: number }[],
  ): Promise<void> {
    const inside = [...this.#inside.values()];
    const ticket = tickets[chosen % Math.max(1, tickets.length)];
    const word =
      undone && inside.length > 0
        ? { ...(inside[chosen % inside.length] as { ticketId: string; day: number }), how: 'undo' as const }
        : ticket === undefined
          ? null
          : { ticketId: ticket.id, day: 1 + (chosen % ticket.days), how: 'in' as const };
    // One scanner for each ticket, so that the order of its requests is known.
    if (word === null || this.#under.has(word.ticketId)) return;
    this.#under.add(word.ticketId);
    const answer = await this.#people.atGate(
      word.ticketId,
      word.how === 'in' ? 'check-in' : 'undo-check-in',
      word.day,
    );
    this.#note(word, answer);
    this.#under.delete(word.ticketId);
  }

  #note({ ticketId, day, how }: { ticketId: string; day: number; how: 'in' | 'undo' }, answer: Answer): void {
    const key = `${ticketId} ${day}`;
    const written = answer.status === 200 && answer.body['changed'] === true;
    const unknown = answer.status === null || answer.status >= 500;
    if (written && how === 'in') this.#inside.set(key, { ticketId, day });
    if (how === 'undo' && !unknown) this.#inside.delete(key);
    const status = how === 'in' ? 'checked_in' : 'not_checked_in';
    const outcome = written ? 'written' : unknown ? 'unknown' : 'nothing';
    this.words.push({ ticketId, day, status, outcome, answer });
    const known = answer.status === null || answer.status === 503 || answer.status === 200;
    if (known || REFUSED_FOR_A_REASON.includes(answer.status)) return;
    const said = JSON.stringify(answer.body).slice(0, 200);
    this.#world.findings.require(false, `the gate was answered ${answer.status}: ${said}`);
  }
}
