import { useEffect, useState } from 'react';
import type { AuthOptions } from '../../../src/contract/access/account.ts';
import { call } from '../data-provider.ts';

const AUTH = '/api/v1/auth/';

/** Whether the server can send a link for a new password; null until the server has replied. */
export function useResetOffered(): boolean | null {
  const [offered, setOffered] = useState<boolean | null>(null);
  useEffect(() => {
    call<AuthOptions>(`${AUTH}options/`).then(
      (options) => setOffered(options.password_reset),
      // Without a reply the link is not offered. The sign-in shows the error of the unreachable server.
      () => undefined,
    );
  }, []);
  return offered;
}

/**
 * @returns the server's sentence, which is the same for every address.
 * @throws ApiError
 */
export async function requestReset(email: string): Promise<string> {
  const body = { email };
  return (await call<{ detail: string }>(`${AUTH}password-reset/`, { method: 'POST', body })).detail;
}

/** @throws ApiError `auth.bad-reset-link`, `http.invalid-request` */
export async function confirmReset(token: string, password: string): Promise<void> {
  await call(`${AUTH}password-reset/confirm/`, { method: 'POST', body: { token, password } });
}
