import { useSyncExternalStore } from 'react';
import { keep } from '../kept.ts';

export const COLOR_MODES = ['system', 'light', 'dark'] as const;
export type ColorMode = (typeof COLOR_MODES)[number];

/** The colour mode that the user chose; by default, that of the system. */
export const keptColorMode = keep<ColorMode>('taquilla.colours', COLOR_MODES, () => 'system');

const system = window.matchMedia('(prefers-color-scheme: dark)');

function isDark(): boolean {
  const mode = keptColorMode.get();
  return mode === 'system' ? system.matches : mode === 'dark';
}

function subscribe(listener: () => void): () => void {
  const forget = keptColorMode.subscribe(listener);
  system.addEventListener('change', listener);
  return () => {
    forget();
    system.removeEventListener('change', listener);
  };
}

export function useColorMode(): ColorMode {
  return useSyncExternalStore(keptColorMode.subscribe, keptColorMode.get);
}

export function useDark(): boolean {
  return useSyncExternalStore(subscribe, isDark);
}

/** Sets the attribute that the style sheet and the browser's own controls (scroll bars, date fields) follow. */
export function followColorMode(): void {
  const notify = (): void => {
    document.documentElement.dataset['mode'] = isDark() ? 'dark' : 'light';
  };
  notify();
  subscribe(notify);
}
