import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { type ReactElement, useId } from 'react';
import type { MadeToken } from '../../../src/contract/access/auth.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Copyable } from '../ui/values/Copyable.tsx';

interface TokenMadeProps {
  readonly made: MadeToken;
  readonly onClose: () => void;
}

/** Shows a new token, this once. It closes only with its button, not with a click outside. */
export function TokenMade({ made, onClose }: TokenMadeProps): ReactElement {
  const say = useTexts();
  const title = useId();
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby={title}>
      <DialogTitle id={title}>{say('tokens.made_title')}</DialogTitle>
      <DialogContent>
        <Alert severity="warning" sx={{ mb: 2 }}>
          {say('tokens.made_hint')}
        </Alert>
        <Copyable text={made.token} label={made.name} />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button variant="contained" onClick={onClose}>
          {say('tokens.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
