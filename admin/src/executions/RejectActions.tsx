import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  TextField,
  Typography,
} from '@mui/material';
import { type ReactElement, useState } from 'react';
import type { Started } from '../../../src/contract/configuration.ts';
import type { Reject } from '../../../src/contract/execution.ts';
import { act, call } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { resourceOf } from '../resources.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { useAction } from '../ui/screens/use-action.ts';

const LONGEST_NOTE = 1000;

/** Reads the row of a reject again, or leaves it out on purpose, for users who may. */
export function RejectActions({ reject }: { readonly reject: Reject }): ReactElement | null {
  const say = useTexts();
  const may = useMay();
  const [asks, setAsks] = useState(false);
  const [note, setNote] = useState('');
  const { id, settled_at, dismissed_at } = reject;
  const replaying = useAction(async () => await act<Started>('listed-rejects', id, 'replay'), {
    done: () => say('executions.reject_replayed'),
  });
  const dismissing = useAction(
    async () => await act<Reject>('listed-rejects', id, 'dismiss', { note: note.trim() }),
    { done: () => say('executions.reject_dismiss_done'), onDone: () => setAsks(false) },
  );
  if (!may('rejects', 'settle') || settled_at !== null) return null;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 1.5 }}>
      <Button size="small" variant="outlined" disabled={replaying.busy} onClick={() => replaying.run()}>
        {say('executions.reject_replay')}
      </Button>
      {dismissed_at === null && (
        <Button size="small" variant="text" onClick={() => setAsks(true)}>
          {say('executions.reject_dismiss')}
        </Button>
      )}
      <Dialog open={asks} onClose={() => setAsks(false)} fullWidth maxWidth="sm">
        <DialogTitle>{say('executions.reject_dismiss_title')}</DialogTitle>
        <DialogContent>
          <Typography sx={{ mb: 2 }}>{say('executions.reject_dismiss_text')}</Typography>
          <TextField
            label={say('executions.reject_dismiss_note')}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            required
            multiline
            minRows={2}
            fullWidth
            slotProps={{ htmlInput: { maxLength: LONGEST_NOTE } }}
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={() => setAsks(false)}>{say('ra.action.cancel')}</Button>
          <Button
            variant="contained"
            disabled={dismissing.busy || note.trim() === ''}
            onClick={() => dismissing.run()}
          >
            {say('executions.reject_dismiss')}
          </Button>
        </DialogActions>
      </Dialog>
    </Box>
  );
}

/** Reads all open rejects of a configuration again, for users who may. */
export function ReplayAll({ configuration }: { readonly configuration: string }): ReactElement | null {
  const say = useTexts();
  const may = useMay();
  const { run, busy } = useAction(
    async () =>
      await call<Started>(`${resourceOf('listed-rejects').path}replay/`, {
        method: 'POST',
        body: { configuration },
      }),
    { done: () => say('executions.reject_replayed_all') },
  );
  if (!may('rejects', 'settle')) return null;
  return (
    <Button size="small" variant="outlined" disabled={busy} onClick={() => run()}>
      {say('executions.reject_replay_all')}
    </Button>
  );
}
