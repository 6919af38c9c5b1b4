import { Alert, Box } from '@mui/material';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import type { Conflict } from '../../../src/contract/conflict.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { personName } from '../sales/person-name.ts';
import { Chip } from '../ui/Chip.tsx';
import { ScreenHead } from '../ui/ScreenHead.tsx';
import { Section } from '../ui/Section.tsx';
import { Failed, Loading } from '../ui/States.tsx';
import { useWhole } from '../ui/use-whole.ts';
import { ConflictDecision } from './ConflictDecision.tsx';
import { ConflictFacts } from './ConflictFacts.tsx';
import { ConflictOutcome } from './ConflictOutcome.tsx';
import { conflictTitle, conflictTone } from './conflict-title.ts';

const SEVERITY = { bad: 'error', warn: 'warning', quiet: 'info', good: 'success', live: 'info' } as const;

export default function ConflictShow(): ReactElement {
  const { id = '' } = useParams();
  const { data: conflict, error, refetch } = useWhole<Conflict>('conflicts', id);
  if (conflict !== undefined) return <Shown conflict={conflict} />;
  return error === null ? <Loading rows={8} /> : <Failed error={error} onRetry={() => void refetch()} />;
}

/** One conflict with all that somebody needs who has to decide about it or to know of it. */
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
