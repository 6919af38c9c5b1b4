import { useSyncExternalStore } from 'react';

/** The screens that replace the panel. At any other address the panel is shown after the sign-in. */
export type AuthScreen = 'sign-in' | 'forgot-password' | 'reset-password';

const BASE = import.meta.env.BASE_URL;
const listeners = new Set<() => void>();
/** The address of the page from which the user opened the form for a forgotten password. */
let cameFrom = BASE;
let passwordWasSet = false;
let wasLed = false;

/**
 * The token of a link from an e-mail. It is removed from the address before any other code runs, and only this
 * page keeps it.
 */
export const resetToken = takeToken();

function takeToken(): string | null {
  if (screenOf(location.pathname) !== 'reset-password') return null;
  const token = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  return token === '' ? null : token;
}

function screenOf(path: string): AuthScreen {
  const name = path.slice(BASE.length).replace(/\/$/, '');
  return name === 'forgot-password' || name === 'reset-password' ? name : 'sign-in';
}

function notify(): void {
  for (const listener of listeners) listener();
}

export function goToScreen(screen: AuthScreen): void {
  if (screenOf(location.pathname) === 'sign-in') cameFrom = `${location.pathname}${location.search}`;
  passwordWasSet = false;
  wasLed = true;
  history.pushState(null, '', screen === 'sign-in' ? cameFrom : `${BASE}${screen}`);
  notify();
}

/** Leaves the form after the new password is set, because the link works only once. */
export function leaveReset(): void {
  passwordWasSet = true;
  wasLed = true;
  history.replaceState(null, '', BASE);
  notify();
}

/** Whether the user has just set a new password and has not signed in yet. */
export function hasSetPassword(): boolean {
  return passwordWasSet;
}

/** Whether a button of another screen opened this one, rather than the browser loading its address. */
export function wasLedHere(): boolean {
  return wasLed;
}

export function useAuthScreen(): AuthScreen {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      addEventListener('popstate', listener);
      return () => {
        listeners.delete(listener);
        removeEventListener('popstate', listener);
      };
    },
    () => screenOf(location.pathname),
  );
}
