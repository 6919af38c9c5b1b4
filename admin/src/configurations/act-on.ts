import type { Configuration, startedShape } from '../../../src/contract/configuration.ts';
import type { Execution } from '../../../src/contract/execution.ts';
import { act } from '../data-provider.ts';

export type Started = (typeof startedShape)['_output'];
export type Move = 'pause' | 'resume' | 'enable' | 'disable';

/** In which states each of these is answered; in any other the server says 409. */
const ALLOWED: Readonly<Record<Move | 'trigger', readonly Configuration['status'][]>> = {
  trigger: ['active', 'paused', 'error'],
  pause: ['active'],
  resume: ['paused', 'error'],
  enable: ['disabled'],
  disable: ['active', 'paused', 'error'],
};

export function canBe(action: Move | 'trigger', status: Configuration['status']): boolean {
  return ALLOWED[action].includes(status);
}

export type Depth = NonNullable<Execution['depth']>;
export const DEPTHS: readonly Depth[] = ['quick', 'sweep', 'full'];

/** `depth` null: as deep as the configuration's budget allows. */
export async function trigger(id: string, depth: Depth | null): Promise<Started> {
  return await act<Started>('configurations', id, 'trigger', depth === null ? {} : { depth });
}

export async function move(id: string, action: Move): Promise<Configuration> {
  return await act<Configuration>('configurations', id, action);
}
