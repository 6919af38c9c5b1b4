import { createToken } from '../../src/backend/sign-in/token-records.ts';
import { createUser } from '../../src/backend/users/user-records.ts';
import { digestOfToken, newOpaqueToken } from '../../src/kernel/secrets/opaque-token.ts';
import type { Role } from '../../src/vocabulary/people.ts';
import type { TortureWorld } from './torture-world.ts';

/** So many that none of them exceeds a user's rate limit at 20 check-ins a second. */
const OPERATORS = 10;
const ANSWER_WITHIN_MS = 20_000;

export interface Answer {
  /** null: no answer came. */
  readonly status: number | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly sentAtMs: number;
  readonly tookMs: number;
}

/** The callers of the API: a superuser who manages everything, and operators at the gate. */
export class People {
  readonly #world: TortureWorld;
  readonly #superuser: string;
  readonly #operators: readonly string[];
  #next = 0;

  private constructor(world: TortureWorld, superuser: string, operators: readonly string[]) {
    this.#world = world;
    this.#superuser = superuser;
    this.#operators = operators;
  }

  static async hire(world: TortureWorld): Promise<People> {
    const operators: string[] = [];
    for (let n = 1; n <= OPERATORS; n += 1) operators.push(await hireOne(world, `gate${n}`, 'operator'));
    return new People(world, await hireOne(world, 'boss', 'superuser'), operators);
  }

  async ask(method: string, path: string, body?: object): Promise<Answer> {
    return await this.#send(this.#superuser, method, `/api/v1/sync-woocommerce/${path}`, body);
  }

  /** Uses the operators in turn. */
  async atGate(ticketId: string, word: 'check-in' | 'undo-check-in', day: number): Promise<Answer> {
    this.#next += 1;
    const token = this.#operators[this.#next % this.#operators.length] ?? '';
    return await this.#send(token, 'POST', `/api/v1/tickets/${ticketId}/${word}/`, { day });
  }

  async #send(token: string, method: string, path: string, body?: object): Promise<Answer> {
    const sentAtMs = Date.now();
    const startedMs = performance.now();
    const answered = (status: number | null, said: unknown): Answer => ({
      status,
      body: typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {},
      sentAtMs,
      tookMs: performance.now() - startedMs,
    });
    try {
      const reply = await fetch(`http://127.0.0.1:${this.#world.api.port}${path}`, {
        method,
        headers: { authorization: `Token ${token}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await reply.text();
      return answered(reply.status, text === '' ? null : JSON.parse(text));
    } catch {
      return answered(null, null);
    }
  }
}

async function hireOne({ db }: TortureWorld, name: string, role: Role): Promise<string> {
  const token = newOpaqueToken('taq_');
  const user = await createUser(db, { email: `${name}@example.com`, passwordHash: '-', role });
  await createToken(db, {
    userId: user.id,
    name: 'torture',
    tokenDigest: digestOfToken(token),
    role,
    seesPersonalData: true,
    expiresAt: null,
  });
  return token;
}
