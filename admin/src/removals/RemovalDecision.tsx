import { Box, Button, TextField } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Confirm } from 'react-admin';
import type { ApprovedRemoval, HeldRemoval } from '../../../src/contract/removals.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { useAction } from '../ui/screens/use-action.ts';

const LONGEST_NOTE = 1000;

/** Approves or rejects exactly the list that the page shows, for users who may decide. */
export function RemovalDecision({ removal }: { readonly removal: HeldRemoval }): ReactElement | null {
  const say = useTexts();
  const may = useMay();
  const [note, setNote] = useState('');
  const [asks, setAsks] = useState(false);
  const { id, digest, state, tickets, orders } = removal;
  const body = { digest, ...(note.trim() === '' ? {} : { note: note.trim() }) };
  const approving = useAction(async () => await act<ApprovedRemoval>('removals', id, 'approve', body), {
    done: ({ started }) => say(started === null ? 'removals.approved_later' : 'removals.approved'),
    onDone: () => setAsks(false),
  });
  const rejecting = useAction(async () => await act<HeldRemoval>('removals', id, 'reject', body), {
    done: () => say('removals.rejected'),
  });
  if (!may('removals', 'decide') || (state !== 'waiting' && state !== 'rejected')) return null;
  const busy = approving.busy || rejecting.busy;
  return (
    <Section title={say('removals.decide')}>
      <Box sx={{ display: 'grid', gap: 2, maxWidth: 640, justifyItems: 'start' }}>
        <TextField
          label={say('removals.note')}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          multiline
          minRows={2}
          fullWidth
          slotProps={{ htmlInput: { maxLength: LONGEST_NOTE } }}
        />
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          {state === 'waiting' && (
            <Button variant="contained" disabled={busy} onClick={() => rejecting.run()}>
              {say('removals.reject')}
            </Button>
          )}
          <Button variant="outlined" color="warning" disabled={busy} onClick={() => setAsks(true)}>
            {say('removals.approve')}
          </Button>
        </Box>
      </Box>
      <Confirm
        isOpen={asks}
        loading={busy}
        title={say('removals.approve_title', { tickets, orders })}
        content={say('removals.approve_text')}
        confirm={say('removals.approve_yes')}
        confirmColor="warning"
        cancel={say('ra.action.cancel')}
        onConfirm={() => approving.run()}
        onClose={() => setAsks(false)}
      />
    </Section>
  );
}
