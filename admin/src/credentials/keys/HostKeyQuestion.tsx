import { Alert, AlertTitle, Box, Button, Checkbox, FormControlLabel } from '@mui/material';
import { type ReactElement, useState } from 'react';
import type { ConnectionTestReply, CredentialsReply } from '../../../../src/contract/credentials.ts';
import { act } from '../../data-provider.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { MONO } from '../../theme/theme.ts';
import { Allowed } from '../../ui/screens/Allowed.tsx';
import { Facts } from '../../ui/screens/Facts.tsx';
import { useAction } from '../../ui/screens/use-action.ts';

type Asked = NonNullable<ConnectionTestReply['host_key']>;

interface HostKeyQuestionProps {
  readonly id: string;
  readonly asked: Asked;
  readonly onConfirmed: () => void;
}

/** Asks to confirm an unconfirmed key, and warns of a key that differs from the confirmed one. */
export function HostKeyQuestion({ id, asked, onConfirmed }: HostKeyQuestionProps): ReactElement {
  const say = useTexts();
  const [sure, setSure] = useState(false);
  const changed = asked.pinned_fingerprint !== null;
  const confirm = useAction(
    async () => {
      const { hop, host_key } = asked;
      return await act<CredentialsReply>('credentials', id, 'confirm-host-key', { hop, host_key });
    },
    { done: () => say('credentials.host_key_confirmed'), onDone: onConfirmed },
  );
  return (
    <Alert
      severity={changed ? 'error' : 'info'}
      sx={{ mb: 2, alignItems: 'flex-start', '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}
    >
      <AlertTitle>{say(changed ? 'credentials.host_key_changed' : 'credentials.host_key_new')}</AlertTitle>
      {say(changed ? 'credentials.host_key_changed_hint' : 'credentials.host_key_new_hint')}
      <Box sx={{ my: 1.5, color: 'text.primary' }}>
        <Facts facts={keysOf(asked, say)} minWidth={300} />
      </Box>
      <Allowed resource="credentials" action="edit">
        {changed && (
          <FormControlLabel
            sx={{ display: 'flex', mb: 1 }}
            control={<Checkbox size="small" checked={sure} onChange={(_, on) => setSure(on)} />}
            label={say('credentials.host_key_sure')}
          />
        )}
        <Button
          variant={changed ? 'outlined' : 'contained'}
          color={changed ? 'error' : 'primary'}
          disabled={confirm.busy || (changed && !sure)}
          onClick={() => confirm.run()}
        >
          {say(changed ? 'credentials.host_key_replace' : 'credentials.host_key_confirm')}
        </Button>
      </Allowed>
    </Alert>
  );
}

function keysOf({ hop, type, fingerprint, pinned_fingerprint }: Asked, say: ReturnType<typeof useTexts>) {
  const host = say(`credentials.host_key_of.${hop}`);
  const key = (text: string) => <span style={{ fontFamily: MONO, fontSize: '0.8125rem' }}>{text}</span>;
  const shown = [
    { label: `${host} · ${say('credentials.host_key_is')}`, value: key(`${type} ${fingerprint}`) },
  ];
  if (pinned_fingerprint === null) return shown;
  return [
    ...shown,
    { label: `${host} · ${say('credentials.host_key_was')}`, value: key(pinned_fingerprint) },
  ];
}
