import { Alert, AlertTitle, Box } from '@mui/material';
import type { ReactElement } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { Copyable } from '../../ui/values/Copyable.tsx';
import type { Hop } from '../form/credentials-body.ts';

export interface PublicKey {
  readonly hop: Hop;
  readonly line: string;
}

/** The public keys of new key pairs, to be added to the accounts with which the set signs in. */
export function PublicKeys({ keys }: { readonly keys: readonly PublicKey[] }): ReactElement {
  const say = useTexts();
  return (
    <Alert
      severity="success"
      sx={{ alignItems: 'flex-start', '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}
    >
      <AlertTitle>{say('credentials.public_key')}</AlertTitle>
      {say('credentials.public_key_hint')}
      <Box sx={{ display: 'grid', gap: 1, mt: 1.5 }}>
        {keys.map(({ hop, line }) => (
          <div key={hop}>
            {keys.length > 1 && say(`credentials.host_key_of.${hop}`)}
            <Copyable text={line} label={say('credentials.public_key')} />
          </div>
        ))}
      </Box>
    </Alert>
  );
}
