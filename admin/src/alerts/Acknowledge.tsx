import { Button } from '@mui/material';
import type { ReactElement } from 'react';
import type { Alert } from '../../../src/contract/alert.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { useAction } from '../ui/screens/use-action.ts';

/** Lets a user acknowledge an alert, so that the others see that somebody is working on it. */
export function Acknowledge({ alert }: { readonly alert: Alert }): ReactElement | null {
  const say = useTexts();
  const { run, busy } = useAction(async () => await act<Alert>('alerts', alert.id, 'acknowledge'), {
    done: () => say('alerts.acknowledged'),
  });
  if (alert.acknowledged_at !== null || alert.resolved_at !== null) return null;
  return (
    <Allowed resource="alerts" action="acknowledge">
      <Button variant="outlined" size="small" disabled={busy} onClick={() => run()}>
        {say('alerts.acknowledge')}
      </Button>
    </Allowed>
  );
}
