import type { HeldRemoval } from '../../../src/contract/removals.ts';
import type { Tone } from '../theme/palette.ts';

const TONES: Readonly<Record<HeldRemoval['state'], Tone>> = {
  waiting: 'warn',
  approved: 'live',
  rejected: 'quiet',
  expired: 'quiet',
  done: 'good',
};

export function removalTone({ state }: Pick<HeldRemoval, 'state'>): Tone {
  return TONES[state];
}
