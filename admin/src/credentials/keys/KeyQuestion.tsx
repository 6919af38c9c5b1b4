import { Alert, AlertTitle, Box, Button, Checkbox, FormControlLabel } from '@mui/material';
import { type ReactElement, useState } from 'react';
import type { ConnectionTestReply, CredentialsReply } from '../../../../src/contract/credentials.ts';
import { act } from '../../data-provider.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { MONO } from '../../theme/theme.ts';
import { Allowed } from '../../ui/screens/Allowed.tsx';
import { Facts } from '../../ui/screens/Facts.tsx';
import { useAction } from '../../ui/screens/use-action.ts';
import { PasswordAgain } from './PasswordAgain.tsx';

type HostKey = NonNullable<ConnectionTestReply['host_key']>;
type ServerKey = NonNullable<ConnectionTestReply['server_key']>;

/** A key that a connection test found, and the texts of its kind. */
type AskedKey =
  | { readonly of: 'host_key'; readonly key: HostKey }
  | { readonly of: 'server_key'; readonly key: ServerKey };

interface KeyQuestionProps {
  readonly set: CredentialsReply;
  readonly asked: AskedKey;
  readonly onConfirmed: () => void;
}

/** Asks to confirm an unconfirmed key, and warns of a key that differs from the confirmed one. */
export function KeyQuestion({ set, asked, onConfirmed }: KeyQuestionProps): ReactElement {
  const say = useTexts();
  const [sure, setSure] = useState(false);
  const [password, setPassword] = useState('');
  const { of } = asked;
  const changed = asked.key.pinned_fingerprint !== null;
  // A new server key may be that of another server, which could read the password, so the user must enter the
  // password again.
  const needsPassword = of === 'server_key' && changed && set.has_mysql_password;
  const confirm = useAction(
    async () => await confirmKey(set.id, asked, needsPassword ? { mysql_password: password } : {}),
    { done: () => say(`credentials.${of}.confirmed`), onDone: onConfirmed },
  );
  return (
    <Alert
      severity={changed ? 'error' : 'info'}
      sx={{ mb: 2, alignItems: 'flex-start', '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}
    >
      <AlertTitle>{say(changed ? `credentials.${of}.changed` : `credentials.${of}.new`)}</AlertTitle>
      {say(changed ? `credentials.${of}.changed_hint` : `credentials.${of}.new_hint`)}
      <Box sx={{ my: 1.5, color: 'text.primary' }}>
        <Facts facts={fingerprintsOf(asked, say)} minWidth={300} />
      </Box>
      <Allowed resource="credentials" action="edit">
        {changed && (
          <FormControlLabel
            sx={{ display: 'flex', mb: 1 }}
            control={<Checkbox size="small" checked={sure} onChange={(_, on) => setSure(on)} />}
            label={say(`credentials.${of}.sure`)}
          />
        )}
        {needsPassword && (
          <PasswordAgain
            hint={say('credentials.server_key.password_hint')}
            value={password}
            onChange={setPassword}
          />
        )}
        <Button
          variant={changed ? 'outlined' : 'contained'}
          color={changed ? 'error' : 'primary'}
          disabled={confirm.busy || (changed && !sure) || (needsPassword && password === '')}
          onClick={() => confirm.run()}
        >
          {say(changed ? `credentials.${of}.replace` : `credentials.${of}.confirm`)}
        </Button>
      </Allowed>
    </Alert>
  );
}

async function confirmKey(
  id: string,
  { of, key }: AskedKey,
  password: { readonly mysql_password?: string },
): Promise<CredentialsReply> {
  if (of === 'server_key') {
    const { server_key } = key;
    return await act<CredentialsReply>('credentials', id, 'confirm-server-key', { server_key, ...password });
  }
  const { hop, host_key } = key;
  return await act<CredentialsReply>('credentials', id, 'confirm-host-key', { hop, host_key });
}

function fingerprintsOf({ of, key }: AskedKey, say: ReturnType<typeof useTexts>) {
  const what =
    of === 'server_key'
      ? say(`credentials.server_key.kinds.${key.kind}`)
      : say(`credentials.host_key_of.${key.hop}`);
  const fact = (label: string, text: string) => ({
    label: `${what} · ${label}`,
    value: <span style={{ fontFamily: MONO, fontSize: '0.8125rem', overflowWrap: 'anywhere' }}>{text}</span>,
  });
  const { fingerprint, pinned_fingerprint } = key;
  const shown = fact(
    say(`credentials.${of}.shown`),
    of === 'server_key' ? fingerprint : `${key.type} ${fingerprint}`,
  );
  if (pinned_fingerprint === null) return [shown];
  return [shown, fact(say(`credentials.${of}.pinned`), pinned_fingerprint)];
}
