import { generateSync } from 'otplib';
import type { AccountWorld, Browser } from './account-world.ts';
import { PASSWORD } from './api-world.ts';

export const STEP_MS = 30_000;

/** A phone with an authenticator app. */
export interface Phone {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  /** The app's current code, or the one of some steps before or after. */
  code(steps?: number): string;
}

export function codeOf(world: AccountWorld, secret: string, steps = 0): string {
  return generateSync({ secret, epoch: Math.floor(world.tasks.nowMs / 1000) + steps * 30 });
}

export async function setUpPhone(world: AccountWorld, browser: Browser): Promise<Phone> {
  const begun = await world.post('second-factor/set-up/', { password: PASSWORD }, browser);
  if (begun.statusCode !== 200) throw new Error(begun.body);
  const { secret } = begun.json();
  const one_time_code = codeOf(world, secret);
  const confirmed = await world.post('second-factor/confirm/', { one_time_code }, browser);
  if (confirmed.statusCode !== 200) throw new Error(confirmed.body);
  // The code of this step is used up.
  world.tasks.pass(STEP_MS);
  return {
    secret,
    recoveryCodes: confirmed.json().recovery_codes,
    code: (steps = 0) => codeOf(world, secret, steps),
  };
}

/** `in`, or the code of the refusal. */
export function outcome({ statusCode, body }: { statusCode: number; body: string }): string {
  return statusCode === 200 ? 'in' : `${statusCode} ${JSON.parse(body).code}`;
}
