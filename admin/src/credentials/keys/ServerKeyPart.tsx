import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { type ReactElement, useState } from 'react';
import type { CredentialsReply } from '../../../../src/contract/credentials.ts';
import { act } from '../../data-provider.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { MONO } from '../../theme/theme.ts';
import { Allowed } from '../../ui/screens/Allowed.tsx';
import { Facts } from '../../ui/screens/Facts.tsx';
import { Section } from '../../ui/screens/Section.tsx';
import { useAction } from '../../ui/screens/use-action.ts';
import { PasswordAgain } from './PasswordAgain.tsx';

/**
 * The key of the database server that a person confirmed. Taquilla sends a readable password to no other
 * server.
 */
export function ServerKeyPart({ set }: { readonly set: CredentialsReply }): ReactElement | null {
  const say = useTexts();
  if (set.mysql_server_key === null) return null;
  const kind = set.mysql_server_key.startsWith('tls ') ? 'tls' : 'rsa';
  const facts = [
    {
      label: say(`credentials.server_key.kinds.${kind}`),
      value: (
        <span style={{ fontFamily: MONO, fontSize: '0.8125rem', overflowWrap: 'anywhere' }}>
          {set.mysql_server_key_fingerprint}
        </span>
      ),
    },
  ];
  return (
    <Section
      title={say('credentials.server_key.part')}
      aside={
        set.is_read_only ? undefined : (
          <Allowed resource="credentials" action="edit">
            <ForgetKey set={set} />
          </Allowed>
        )
      }
    >
      <Facts facts={facts} minWidth={320} />
    </Section>
  );
}

function ForgetKey({ set }: { readonly set: CredentialsReply }): ReactElement {
  const say = useTexts();
  const [asks, setAsks] = useState(false);
  const [password, setPassword] = useState('');
  const needsPassword = set.has_mysql_password;
  const close = (): void => {
    setAsks(false);
    setPassword('');
  };
  const { run, busy } = useAction(
    async () =>
      await act<CredentialsReply>(
        'credentials',
        set.id,
        'forget-server-key',
        needsPassword ? { mysql_password: password } : {},
      ),
    { done: () => say('credentials.server_key.forgotten'), onDone: close },
  );
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => setAsks(true)}>
        {say('credentials.server_key.forget')}
      </Button>
      <Dialog open={asks} onClose={close} aria-labelledby="forget-server-key">
        <DialogTitle id="forget-server-key">{say('credentials.server_key.forget_title')}</DialogTitle>
        <DialogContent>
          <DialogContentText sx={{ mb: 2 }}>{say('credentials.server_key.forget_text')}</DialogContentText>
          {needsPassword && (
            <PasswordAgain
              hint={say('credentials.server_key.password_hint_forget')}
              value={password}
              onChange={setPassword}
            />
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>{say('credentials.server_key.cancel')}</Button>
          <Button color="warning" disabled={busy || (needsPassword && password === '')} onClick={() => run()}>
            {say('credentials.server_key.forget')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
