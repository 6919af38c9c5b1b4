import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { type ReactElement, useId } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { Copyable } from '../ui/values/Copyable.tsx';

interface SecretMadeProps {
  readonly secret: string;
  readonly onClose: () => void;
}

/** Shows the secret of an endpoint, this once. It closes only with its button, not with a click outside. */
export function SecretMade({ secret, onClose }: SecretMadeProps): ReactElement {
  const say = useTexts();
  const title = useId();
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby={title}>
      <DialogTitle id={title}>{say('outbound.secret_title')}</DialogTitle>
      <DialogContent>
        <Alert severity="warning" sx={{ mb: 2 }}>
          {say('outbound.secret_hint')}
        </Alert>
        <Copyable text={secret} label={say('outbound.secret')} />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button variant="contained" onClick={onClose}>
          {say('outbound.secret_copied')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
