import { useEffect, useState } from 'react';
import type { AuthOptions } from '../../../src/contract/access/account.ts';
import { call } from '../data-provider.ts';

const AUTH = '/api/v1/auth/';

/** Whether a link to a new password can be sent by mail; null: the server has not said so yet. */
export function useResetOffered(): boolean | null {
  const [offered, setOffered] = useState<boolean | null>(null);
  useEffect(() => {
    call<AuthOptions>(`${AUTH}options/`).then(
      (options) => setOffered(options.password_reset),
      // Without an answer nothing is offered; signing in will say that the server is away.
      () => undefined,
    );
  }, []);
  return offered;
}

/** @returns what the server says, which is the same for every address. @throws ApiError */
export async function requestReset(email: string): Promise<string> {
  const body = { email };
  return (await call<{ detail: string }>(`${AUTH}password-reset/`, { method: 'POST', body })).detail;
}

/** @throws ApiError `auth.bad-reset-link`, `http.invalid-request` */
export async function confirmReset(token: string, password: string): Promise<void> {
  await call(`${AUTH}password-reset/confirm/`, { method: 'POST', body: { token, password } });
}
