import { Box, Button, Typography } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Confirm } from 'react-admin';
import type { Conflict } from '../../../src/contract/conflict.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useFieldText } from '../ui/forms/use-field-text.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { AcknowledgeForm } from './AcknowledgeForm.tsx';

/** The possible decisions about an open conflict, for users who may decide. */
export function ConflictDecision({ conflict }: { readonly conflict: Conflict }): ReactElement | null {
  const say = useTexts();
  const may = useMay();
  const { decisions } = conflict;
  if (!may('conflicts', 'settle')) return null;
  return (
    <Section title={say('conflicts.decide')}>
      {decisions.length === 0 && <Typography>{say('conflicts.agreed_now')}</Typography>}
      <Box sx={{ display: 'grid', gap: 2.5, justifyItems: 'start' }}>
        {decisions.includes('acknowledge') && <AcknowledgeForm conflict={conflict} />}
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          {decisions.includes('keep-ours') && <KeepOurs conflict={conflict} />}
          {decisions.includes('take-theirs') && <TakeTheirs conflict={conflict} />}
        </Box>
      </Box>
    </Section>
  );
}

interface DecisionProps {
  readonly conflict: Conflict;
}

function KeepOurs({ conflict }: DecisionProps): ReactElement {
  const say = useTexts();
  const textOf = useFieldText();
  const { id, table, field, ours } = conflict;
  const { run, busy } = useAction(async () => await act<Conflict>('conflicts', id, 'keep-ours'), {
    done: () => say('conflicts.done'),
  });
  return (
    <Button variant="contained" disabled={busy} onClick={() => run()} title={say('conflicts.keep_ours_text')}>
      {say('conflicts.keep_ours', { value: textOf(table, field, ours) })}
    </Button>
  );
}

/** The user must confirm this decision, because it discards the value in Taquilla. */
function TakeTheirs({ conflict }: DecisionProps): ReactElement {
  const say = useTexts();
  const textOf = useFieldText();
  const [asks, setAsks] = useState(false);
  const { id, table, field, kind } = conflict;
  const values = {
    ours: textOf(table, field, conflict.ours),
    theirs: textOf(table, field, conflict.theirs),
  };
  const { run, busy } = useAction(async () => await act<Conflict>('conflicts', id, 'take-theirs'), {
    done: () => say('conflicts.done'),
    onDone: () => setAsks(false),
  });
  const asked = kind === 'admitted' ? 'undo_entry' : 'take_theirs';
  return (
    <>
      <Button variant="outlined" disabled={busy} onClick={() => setAsks(true)}>
        {kind === 'admitted'
          ? say('conflicts.undo_entry')
          : say('conflicts.take_theirs', { value: values.theirs })}
      </Button>
      <Confirm
        isOpen={asks}
        loading={busy}
        title={say(`conflicts.${asked}_title`, values)}
        content={say(`conflicts.${asked}_text`, values)}
        confirm={say(`conflicts.${asked}_yes`)}
        confirmColor="warning"
        cancel={say('ra.action.cancel')}
        onConfirm={() => run()}
        onClose={() => setAsks(false)}
      />
    </>
  );
}
