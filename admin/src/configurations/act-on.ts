import type { Configuration, Started } from '../../../src/contract/configuration.ts';
import type { Depth } from '../../../src/vocabulary/depths.ts';
import { act } from '../data-provider.ts';
import type { Move } from './moves.ts';

/** If `depth` is null, the execution reads as deep as the configuration's budget allows. */
export async function trigger(id: string, depth: Depth | null): Promise<Started> {
  return await act<Started>('configurations', id, 'trigger', depth === null ? {} : { depth });
}

export async function move(id: string, action: Move): Promise<Configuration> {
  return await act<Configuration>('configurations', id, action);
}
