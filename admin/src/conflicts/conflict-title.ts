import type { Conflict } from '../../../src/contract/conflict.ts';
import type { Say } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';

type Sequence = NonNullable<Conflict['entry']>['sequence'];

const TONE: Readonly<Record<Sequence, Tone>> = {
  before_entry: 'bad',
  after_entry: 'warn',
  same_time: 'warn',
  unknown: 'warn',
};

/** Whether the store refunded or cancelled the ticket of a person who was checked in. */
export function revocationOf({ theirs }: Pick<Conflict, 'theirs'>): 'refunded' | 'cancelled' {
  return theirs === 'refunded' ? 'refunded' : 'cancelled';
}

/** Describes the conflict in a few words; `field` is the column's name in the reader's language. */
export function conflictTitle(conflict: Conflict, field: string, say: Say): string {
  if (conflict.entry === null) return say('conflicts.edited_title', { field });
  return say(`conflicts.${revocationOf(conflict)}.${conflict.entry.sequence}`);
}

export function conflictTone({ entry, settled_as }: Conflict): Tone {
  if (settled_as !== null) return 'quiet';
  return entry === null ? 'warn' : TONE[entry.sequence];
}

/** Describes how the conflict was closed. Clients of version 0.1 acknowledge by keeping our value. */
export function outcomeText({ settled_as, kind, note }: Conflict, say: Say): string | null {
  const admitted = kind === 'admitted';
  switch (settled_as) {
    case null:
      return null;
    case 'acknowledged':
      return say(note === null ? 'conflicts.acknowledged_without_note' : 'conflicts.acknowledged');
    case 'ours':
      return say(admitted ? 'conflicts.acknowledged_without_note' : 'conflicts.settled_ours');
    case 'theirs':
      return say(admitted ? 'conflicts.settled_entry_undone' : 'conflicts.settled_theirs');
    case 'agreed':
      return say(admitted ? 'conflicts.settled_valid' : 'conflicts.settled_agreed');
  }
}

/**
 * The person who closed the conflict. If `settled_by_name` is null, it was the command line, or a sync that
 * found both sides equal.
 */
export function settledBy({ settled_as, settled_by_name }: Conflict, say: Say): string {
  if (settled_by_name !== null) return settled_by_name;
  return say(settled_as === 'agreed' ? 'conflicts.by_itself' : 'conflicts.by_command_line');
}
