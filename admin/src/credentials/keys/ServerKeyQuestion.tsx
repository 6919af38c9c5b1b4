import { Alert, AlertTitle, Box, Button, Checkbox, FormControlLabel, TextField } from '@mui/material';
import { type ReactElement, useState } from 'react';
import type { ConnectionTestReply, CredentialsReply } from '../../../../src/contract/credentials.ts';
import { act } from '../../data-provider.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { MONO } from '../../theme/theme.ts';
import { Allowed } from '../../ui/screens/Allowed.tsx';
import { Facts } from '../../ui/screens/Facts.tsx';
import { useAction } from '../../ui/screens/use-action.ts';

type Asked = NonNullable<ConnectionTestReply['server_key']>;

interface ServerKeyQuestionProps {
  readonly set: CredentialsReply;
  readonly asked: Asked;
  readonly onConfirmed: () => void;
}

/** A new key of the database server is a question; one that replaces the confirmed key is a danger. */
export function ServerKeyQuestion({ set, asked, onConfirmed }: ServerKeyQuestionProps): ReactElement {
  const say = useTexts();
  const [sure, setSure] = useState(false);
  const [password, setPassword] = useState('');
  const changed = asked.pinned_fingerprint !== null;
  const needsPassword = changed && set.has_mysql_password;
  const confirm = useAction(
    async () =>
      await act<CredentialsReply>('credentials', set.id, 'confirm-server-key', {
        server_key: asked.server_key,
        ...(needsPassword ? { mysql_password: password } : {}),
      }),
    { done: () => say('credentials.server_key.confirmed'), onDone: onConfirmed },
  );
  return (
    <Alert
      severity={changed ? 'error' : 'info'}
      sx={{ mb: 2, alignItems: 'flex-start', '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}
    >
      <AlertTitle>
        {say(changed ? 'credentials.server_key.changed' : 'credentials.server_key.new')}
      </AlertTitle>
      {say(changed ? 'credentials.server_key.changed_hint' : 'credentials.server_key.new_hint')}
      <Box sx={{ my: 1.5, color: 'text.primary' }}>
        <Facts facts={fingerprintsOf(asked, say)} minWidth={300} />
      </Box>
      <Allowed resource="credentials" action="edit">
        {changed && (
          <FormControlLabel
            sx={{ display: 'flex', mb: 1 }}
            control={<Checkbox size="small" checked={sure} onChange={(_, on) => setSure(on)} />}
            label={say('credentials.server_key.sure')}
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
          {say(changed ? 'credentials.server_key.replace' : 'credentials.server_key.confirm')}
        </Button>
      </Allowed>
    </Alert>
  );
}

interface PasswordAgainProps {
  readonly hint: string;
  readonly value: string;
  readonly onChange: (password: string) => void;
}

/** The password of the database user, which a change of the server key needs again. */
export function PasswordAgain({ hint, value, onChange }: PasswordAgainProps): ReactElement {
  const say = useTexts();
  return (
    <TextField
      type="password"
      label={say('credentials.server_key.password')}
      helperText={hint}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      fullWidth
      sx={{ mb: 1.5, maxWidth: 420, display: 'block' }}
      slotProps={{ htmlInput: { autoComplete: 'new-password' }, inputLabel: { shrink: true } }}
    />
  );
}

function fingerprintsOf({ kind, fingerprint, pinned_fingerprint }: Asked, say: ReturnType<typeof useTexts>) {
  const what = say(`credentials.server_key.kinds.${kind}`);
  const key = (text: string) => (
    <span style={{ fontFamily: MONO, fontSize: '0.8125rem', overflowWrap: 'anywhere' }}>{text}</span>
  );
  const shown = [{ label: `${what} · ${say('credentials.server_key.shown')}`, value: key(fingerprint) }];
  if (pinned_fingerprint === null) return shown;
  return [
    ...shown,
    { label: `${what} · ${say('credentials.server_key.pinned')}`, value: key(pinned_fingerprint) },
  ];
}
