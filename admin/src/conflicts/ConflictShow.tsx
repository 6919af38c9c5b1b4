import { Alert, Box } from '@mui/material';
import type { ReactElement } from 'react';
import type { Conflict } from '../../../src/contract/conflict.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { personName } from '../sales/person-name.ts';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { Facts } from '../ui/screens/Facts.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { ConflictDecision } from './ConflictDecision.tsx';
import { ConflictFacts } from './ConflictFacts.tsx';
import { conflictTitle, conflictTone, outcomeText, settledBy } from './conflict-title.ts';

const SEVERITY = { bad: 'error', warn: 'warning', quiet: 'info', good: 'success', live: 'info' } as const;

export default function ConflictShow(): ReactElement {
  return (
    <DetailScreen<Conflict> resource="conflicts">{(conflict) => <Shown conflict={conflict} />}</DetailScreen>
  );
}

/** One conflict with everything that a person needs to decide about it. */
function Shown({ conflict }: { readonly conflict: Conflict }): ReactElement {
  const say = useTexts();
  const words = useWords();
  const { entry, state } = conflict;
  const person = conflict.table === 'tickets' ? personName(conflict) : conflict.label;
  return (
    <>
      <ScreenHead
        title={conflictTitle(conflict, words('field', conflict.field), say)}
        back={{ to: '/conflicts', label: say('conflicts.title') }}
        state={<Chip tone={conflictTone(conflict)} label={say(`conflicts.state_one_${state}`)} />}
        sub={person}
      />
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Section title={say('conflicts.happened')}>
          <Alert severity={SEVERITY[conflictTone(conflict)]} sx={{ mb: 2.5 }}>
            {say(`conflicts.explained.${entry === null ? 'edited' : entry.sequence}`)}
          </Alert>
          <ConflictFacts conflict={conflict} />
        </Section>
        {state === 'settled' ? (
          <Section title={say('conflicts.settle')}>
            <ConflictOutcome conflict={conflict} />
          </Section>
        ) : (
          <ConflictDecision conflict={conflict} />
        )}
      </Box>
    </>
  );
}

/** The end of a conflict: who closed it, when, and with which note. */
function ConflictOutcome({ conflict }: { readonly conflict: Conflict }): ReactElement {
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
