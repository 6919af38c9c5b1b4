import { Alert, AlertTitle, Box, Button, Typography } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Confirm } from 'react-admin';
import type { CredentialsReply, WebhooksReply } from '../../../../src/contract/credentials.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Allowed } from '../../ui/screens/Allowed.tsx';
import { Facts } from '../../ui/screens/Facts.tsx';
import { Section } from '../../ui/screens/Section.tsx';
import { useAction } from '../../ui/screens/use-action.ts';
import { Copyable } from '../../ui/values/Copyable.tsx';
import { RelativeTime } from '../../ui/values/RelativeTime.tsx';
import { endWebhooks, newSecret, useWebhooks } from './use-webhooks.ts';
import { WebhookSteps } from './WebhookSteps.tsx';
import { WebhookTest } from './WebhookTest.tsx';

/** WooCommerce's webhooks of a store: where it sends them, how they are set up, and what arrived. */
export function WebhooksPart({ set }: { readonly set: CredentialsReply }): ReactElement {
  const say = useTexts();
  const [waits, setWaits] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [asks, setAsks] = useState<'secret' | 'end' | null>(null);
  const { data } = useWebhooks(set.id, waits);
  const make = useAction(async () => await newSecret(set.id), {
    onDone: (made) => {
      setAsks(null);
      setSecret(made.secret);
    },
  });
  const end = useAction(async () => await endWebhooks(set.id), {
    done: () => say('webhooks.ended'),
    onDone: () => {
      setAsks(null);
      setSecret(null);
      setWaits(false);
    },
  });
  const isSetUp = data !== undefined && data.address !== null;
  return (
    <Section
      title={say('webhooks.title')}
      aside={
        <Allowed resource="credentials" action="edit">
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
            <Button
              variant="outlined"
              disabled={data === undefined || make.busy}
              onClick={() => (isSetUp ? setAsks('secret') : make.run())}
            >
              {say(isSetUp ? 'webhooks.new_secret' : 'webhooks.set_up')}
            </Button>
            {isSetUp && (
              <Button color="error" disabled={end.busy} onClick={() => setAsks('end')}>
                {say('webhooks.end')}
              </Button>
            )}
          </Box>
        </Allowed>
      }
    >
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        {say('webhooks.about')}
      </Typography>
      {secret !== null && (
        <Alert severity="success" sx={{ mb: 2, '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}>
          <AlertTitle>{say('webhooks.secret')}</AlertTitle>
          {say('webhooks.secret_hint')}
          <Box sx={{ mt: 1.5 }}>
            <Copyable text={secret} label={say('webhooks.secret')} />
          </Box>
        </Alert>
      )}
      {isSetUp && (
        <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <div>
            <Typography variant="body2" color="textSecondary" sx={{ mb: 0.5 }}>
              {say('webhooks.address')}
            </Typography>
            <Copyable text={data.address ?? ''} label={say('webhooks.address')} />
          </div>
          <Arrived state={data} />
          <WebhookTest id={set.id} state={data} waits={waits} onWaits={setWaits} />
          <WebhookSteps topics={data.topics} />
        </Box>
      )}
      <Confirm
        isOpen={asks !== null}
        loading={make.busy || end.busy}
        title={say(asks === 'end' ? 'webhooks.end_title' : 'webhooks.new_secret_title')}
        content={say(asks === 'end' ? 'webhooks.end_text' : 'webhooks.new_secret_text')}
        confirm={say(asks === 'end' ? 'webhooks.end' : 'webhooks.new_secret')}
        cancel={say('credentials.cancel')}
        onConfirm={() => (asks === 'end' ? end.run() : make.run())}
        onClose={() => setAsks(null)}
      />
    </Section>
  );
}

/** The last delivery, and the counts of a day. */
function Arrived({ state }: { readonly state: WebhooksReply }): ReactElement {
  const say = useTexts();
  const { deliveries, announcing, refused, found, missed } = state.last_24_hours;
  return (
    <Facts
      facts={[
        {
          label: say('webhooks.last_delivery'),
          value:
            state.last_delivery_at === null ? (
              say('webhooks.none_yet')
            ) : (
              <>
                <RelativeTime at={state.last_delivery_at} />
                {state.last_topic !== null && ` · ${state.last_topic}`}
              </>
            ),
        },
        {
          label: say('webhooks.last_ping'),
          value:
            state.last_ping_at === null ? say('webhooks.none_yet') : <RelativeTime at={state.last_ping_at} />,
        },
        {
          label: say('webhooks.deliveries'),
          value: say('webhooks.deliveries_of', { deliveries, announcing }),
        },
        { label: say('webhooks.missed'), value: say('webhooks.missed_of', { missed, found }) },
        { label: say('webhooks.refused'), value: String(refused) },
        { label: say('webhooks.waiting'), value: String(state.waiting_orders) },
      ]}
    />
  );
}
