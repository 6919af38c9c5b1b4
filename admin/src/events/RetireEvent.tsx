import { Button } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Confirm } from 'react-admin';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { useAction } from '../ui/screens/use-action.ts';

/** Retires an event that no configuration syncs any more and whose orders still count. */
export function RetireEvent({ event }: { readonly event: EventDetail }): ReactElement | null {
  const say = useTexts();
  const [asks, setAsks] = useState(false);
  const { run, busy } = useAction(async () => await act('events', event.id, 'retire', undefined), {
    done: () => say('events.retired'),
    onDone: () => setAsks(false),
  });
  if (event.configuration_id !== null || event.removed_at !== null) return null;
  return (
    <Allowed resource="events" action="retire">
      <Button variant="outlined" color="error" disabled={busy} onClick={() => setAsks(true)}>
        {say('events.retire')}
      </Button>
      <Confirm
        isOpen={asks}
        loading={busy}
        title={say('events.retire_title')}
        content={say('events.retire_text', { name: event.title })}
        confirm={say('events.retire')}
        confirmColor="warning"
        cancel={say('ra.action.cancel')}
        onConfirm={() => run()}
        onClose={() => setAsks(false)}
      />
    </Allowed>
  );
}
