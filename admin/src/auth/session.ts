import { useSyncExternalStore } from 'react';
import type { LoginReply, Me } from '../../../src/contract/access/auth.ts';
import { ApiError } from '../api-error.ts';
import { call, hasSessionCookie } from '../data-provider.ts';
import { watchSessionEnd } from './session-end.ts';

export type SessionState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'out'; readonly expired: boolean }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'in'; readonly me: Me };

const AUTH = '/api/v1/auth/';
const listeners = new Set<() => void>();
let state: SessionState = { kind: 'asking' };
let lastMe: Me | null = null;

function become(next: SessionState): void {
  state = next;
  if (next.kind === 'in') lastMe = next.me;
  for (const listener of listeners) listener();
}

watchSessionEnd((why) => {
  if (state.kind !== 'in') return;
  if (why === 'over') become({ kind: 'out', expired: true });
  else become({ kind: 'in', me: { ...state.me, must_set_up_second_factor: true } });
});

/** Asks the server which user the browser's session cookie belongs to, if the session is still valid. */
export async function askWho(): Promise<void> {
  if (!hasSessionCookie()) return become({ kind: 'out', expired: false });
  try {
    become({ kind: 'in', me: await call<Me>(`${AUTH}me/`) });
  } catch (error) {
    const out = error instanceof ApiError && error.status === 401;
    become(out ? { kind: 'out', expired: false } : { kind: 'unreachable' });
  }
}

/** @throws ApiError `auth.wrong-login`, `auth.throttled`, `auth.second-factor-needed`, `auth.wrong-code` */
export async function signIn(email: string, password: string, code: string | null): Promise<void> {
  const body = { email, password, ...(code === null ? {} : { one_time_code: code }) };
  const { user } = await call<LoginReply>(`${AUTH}login/`, { method: 'POST', body });
  become({ kind: 'in', me: user });
}

export async function signOut(): Promise<void> {
  await call(`${AUTH}logout/`, { method: 'POST' }).catch(() => undefined);
  become({ kind: 'out', expired: false });
}

/** Forgets the user after a new password was set, because that ended all sessions, including this browser's. */
export function forgetSession(): void {
  become({ kind: 'out', expired: false });
}

/** Replaces the signed-in user with the data that the server returned after a change. */
export function becomeKnownAs(me: Me): void {
  become({ kind: 'in', me });
}

export function useSession(): SessionState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => state,
  );
}

/** The signed-in user, for components inside the panel, where there always is one. */
export function useMe(): Me {
  useSession();
  return presentMe();
}

export function presentMe(): Me {
  if (lastMe === null) throw new Error('No user has signed in.');
  return lastMe;
}
