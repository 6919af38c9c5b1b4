import type { ReactElement } from 'react';
import type { Conflict } from '../../../src/contract/conflict.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Facts } from '../ui/Facts.tsx';
import { Moment } from '../ui/Moment.tsx';
import { outcomeText, settledBy } from './conflict-title.ts';

/** How a conflict was closed: by whom, when, and with which note. */
export function ConflictOutcome({ conflict }: { readonly conflict: Conflict }): ReactElement {
  const say = useTexts();
  return (
    <Facts
      minWidth={210}
      facts={[
        { label: say('conflicts.how'), value: outcomeText(conflict, say) },
        { label: say('conflicts.by'), value: settledBy(conflict, say) },
        { label: say('conflicts.when'), value: <Moment at={conflict.settled_at} /> },
        ...(conflict.note === null ? [] : [{ label: say('conflicts.note'), value: conflict.note }]),
      ]}
    />
  );
}
