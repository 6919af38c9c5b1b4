import { useSyncExternalStore } from 'react';

/** What is shown instead of the panel. Any other address is the panel's own, with the sign-in in front of it. */
export type AuthScreen = 'sign-in' | 'forgot-password' | 'reset-password';

const BASE = import.meta.env.BASE_URL;
const listeners = new Set<() => void>();
/** Where somebody was who went to ask for a new password. */
let cameFrom = BASE;
let passwordWasSet = false;
let wasLed = false;

/** The token of the link in a mail. It leaves the address before anything else runs, and lives in this page only. */
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

/** The new password is set: the link and its address have done their work. */
export function leaveReset(): void {
  passwordWasSet = true;
  wasLed = true;
  history.replaceState(null, '', BASE);
  notify();
}

/** Whether somebody has just set a new password and has not signed in yet. */
export function hasSetPassword(): boolean {
  return passwordWasSet;
}

/** Whether a button of another screen led here; otherwise the browser loaded this one. */
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
