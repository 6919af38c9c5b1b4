import { Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Alert } from '../../../src/contract/alert.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Chip } from '../ui/values/Chip.tsx';

/** Shows whether the problem still exists and whether somebody has acknowledged it. */
export function AlertState({ alert }: { readonly alert: Alert }): ReactElement {
  const say = useTexts();
  const { resolved_at, acknowledged_at, acknowledged_by_name } = alert;
  return (
    <>
      {resolved_at !== null && <Chip tone="good" label={say('alerts.over')} />}
      {resolved_at === null && acknowledged_at !== null && <Chip tone="warn" label={say('alerts.seen')} />}
      {resolved_at === null && acknowledged_at === null && <Chip tone="bad" label={say('alerts.open')} />}
      {acknowledged_by_name !== null && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
          {say('alerts.seen_by', { name: acknowledged_by_name })}
        </Typography>
      )}
    </>
  );
}
