import type { Configuration } from '../../../src/contract/configuration.ts';

export type Move = 'pause' | 'resume' | 'enable' | 'disable';

/** The states in which the server allows each of these actions; in any other state it answers 409. */
const ALLOWED: Readonly<Record<Move | 'trigger', readonly Configuration['status'][]>> = {
  trigger: ['active', 'paused', 'error'],
  pause: ['active', 'error'],
  resume: ['paused', 'error'],
  enable: ['disabled'],
  disable: ['active', 'paused', 'error'],
};

export function canBe(action: Move | 'trigger', status: Configuration['status']): boolean {
  return ALLOWED[action].includes(status);
}
