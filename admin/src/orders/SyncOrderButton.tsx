import SyncIcon from '@mui/icons-material/SyncOutlined';
import { Button } from '@mui/material';
import type { ReactElement } from 'react';
import type { StartedOrder } from '../../../src/contract/configuration.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { useAction } from '../ui/screens/use-action.ts';

interface SyncOrderButtonProps {
  readonly id: string;
  /** Called with the executions: one for each event that contains the order. */
  readonly onStarted: (executions: readonly string[]) => void;
}

/** Reads an order again in the store, ahead of all scheduled executions. */
export function SyncOrderButton({ id, onStarted }: SyncOrderButtonProps): ReactElement {
  const say = useTexts();
  const start = useAction(async () => await act<StartedOrder>('orders', id, 'sync'), {
    onDone: ({ execution_ids }) => onStarted(execution_ids),
  });
  return (
    <Allowed resource="orders" action="sync">
      <Button variant="outlined" startIcon={<SyncIcon />} disabled={start.busy} onClick={start.run}>
        {say('orders.sync')}
      </Button>
    </Allowed>
  );
}
