import { Alert, AlertTitle, Button } from '@mui/material';
import type { ReactElement } from 'react';
import { useTexts } from '../i18n/use-texts.ts';

/** Where a screen would stand that met a fault of its own: most often its file is of a version that is gone. */
export function Broken({ error }: { readonly error: Error }): ReactElement {
  const say = useTexts();
  return (
    <Alert
      severity="error"
      sx={{ mt: 2 }}
      action={
        <Button color="inherit" onClick={() => location.reload()}>
          {say('states.reload')}
        </Button>
      }
    >
      <AlertTitle>{say('ra.page.error')}</AlertTitle>
      {say('ra.message.error')} <code>{error.message}</code>
    </Alert>
  );
}
