import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  MenuItem,
  TextField,
} from '@mui/material';
import { type ReactElement, useId, useState } from 'react';
import type { MadeEndpoint } from '../../../src/contract/outbound.ts';
import { SECRET_OVERLAP_HOURS } from '../../../src/vocabulary/outbound.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useAction } from '../ui/screens/use-action.ts';
import { SecretMade } from './SecretMade.tsx';

const OVERLAPS = [0, 1, SECRET_OVERLAP_HOURS, 72, 168];

/** Makes a new secret. The one before signs as well for as long as the user chooses. */
export function RotateSecret({ id }: { readonly id: string }): ReactElement {
  const say = useTexts();
  const title = useId();
  const [asks, setAsks] = useState(false);
  const [hours, setHours] = useState(SECRET_OVERLAP_HOURS);
  const [secret, setSecret] = useState<string | null>(null);
  const rotate = useAction(
    async () => await act<MadeEndpoint>('outbound-endpoints', id, 'rotate-secret', { overlap_hours: hours }),
    {
      onDone: (made) => {
        setAsks(false);
        setSecret(made.secret);
      },
    },
  );
  return (
    <>
      <Button variant="outlined" onClick={() => setAsks(true)}>
        {say('outbound.rotate')}
      </Button>
      <Dialog open={asks} onClose={() => setAsks(false)} fullWidth maxWidth="sm" aria-labelledby={title}>
        <DialogTitle id={title}>{say('outbound.rotate_title')}</DialogTitle>
        <DialogContent>
          <DialogContentText sx={{ mb: 2 }}>{say('outbound.rotate_text')}</DialogContentText>
          <TextField
            select
            fullWidth
            label={say('outbound.overlap')}
            value={hours}
            onChange={({ target }) => setHours(Number(target.value))}
          >
            {OVERLAPS.map((one) => (
              <MenuItem key={one} value={one}>
                {one === 0
                  ? say('outbound.overlap_none')
                  : say('outbound.overlap_hours', { smart_count: one })}
              </MenuItem>
            ))}
          </TextField>
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={() => setAsks(false)}>{say('ra.action.cancel')}</Button>
          <Button variant="contained" disabled={rotate.busy} onClick={() => rotate.run()}>
            {say('outbound.rotate_yes')}
          </Button>
        </DialogActions>
      </Dialog>
      {secret !== null && <SecretMade secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}
