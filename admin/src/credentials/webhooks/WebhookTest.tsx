import { Box, Button, LinearProgress, Typography } from '@mui/material';
import { type ReactElement, useState } from 'react';
import type { WebhooksReply } from '../../../../src/contract/credentials.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAskWebhooks } from './use-webhooks.ts';

interface WebhookTestProps {
  readonly id: string;
  readonly state: WebhooksReply;
  readonly waits: boolean;
  readonly onWaits: (waits: boolean) => void;
}

type Arrived = 'ping' | 'delivery' | 'refused';

/** Waits for WooCommerce, and shows what arrives first since the button was pressed. */
export function WebhookTest({ id, state, waits, onWaits }: WebhookTestProps): ReactElement {
  const say = useTexts();
  const ask = useAskWebhooks(id);
  const [before, setBefore] = useState(state);
  const arrived = waits ? arrivedSince(before, state) : null;
  const start = (): void => {
    setBefore(state);
    onWaits(true);
    ask();
  };
  return (
    <Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.25 }}>
        <Button variant="outlined" onClick={() => (waits ? onWaits(false) : start())}>
          {say(waits ? 'webhooks.test_end' : 'webhooks.test')}
        </Button>
        <Typography role="status" color={arrived === null ? 'textSecondary' : undefined}>
          {say(
            arrived === null
              ? waits
                ? 'webhooks.test_waits'
                : 'webhooks.test_hint'
              : `webhooks.arrived.${arrived}`,
          )}
        </Typography>
      </Box>
      {waits && arrived === null && <LinearProgress aria-hidden sx={{ mt: 1.5 }} />}
    </Box>
  );
}

/** A ping has no signature, so a delivery says more, whether its signature is right or not. */
function arrivedSince(before: WebhooksReply, now: WebhooksReply): Arrived | null {
  if (now.last_delivery_at !== before.last_delivery_at) return 'delivery';
  if (now.last_refused_at !== before.last_refused_at) return 'refused';
  return now.last_ping_at === before.last_ping_at ? null : 'ping';
}
