import { Alert, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { NumberInput, required, TextInput } from 'react-admin';
import { useController } from 'react-hook-form';
import { useTexts } from '../../i18n/use-texts.ts';
import type { Hop, SshAuth } from './credentials-body.ts';
import { FieldGrid } from './FieldGrid.tsx';
import { SecretInput } from './SecretInput.tsx';

interface SshFieldsProps {
  readonly hop: Hop;
  /** true if the transport does not work without this host. */
  readonly needed: boolean;
  /** false while no host is entered: then the other fields are hidden. */
  readonly used: boolean;
}

const AUTHS: readonly SshAuth[] = ['password', 'key', 'new'];
const AUTH_TEXT = {
  password: 'credentials.by_password',
  key: 'credentials.by_key',
  new: 'credentials.by_new_key',
} as const;

/** The fields of an SSH host: the host itself, the user, and how the user signs in. */
export function SshFields({ hop, needed, used }: SshFieldsProps): ReactElement {
  const say = useTexts();
  const validate = needed || used ? required() : [];
  return (
    <FieldGrid>
      <TextInput
        className="wide"
        source={`${hop}_host`}
        label={say('credentials.host')}
        helperText={needed ? false : say('credentials.ssh_optional')}
        validate={needed ? required() : []}
        fullWidth
      />
      {used && (
        <>
          <NumberInput
            className="narrow"
            source={`${hop}_port`}
            label={say('credentials.port')}
            helperText={false}
            validate={validate}
            min={1}
            max={65_535}
          />
          <TextInput
            source={`${hop}_username`}
            label={say('credentials.username')}
            helperText={false}
            validate={validate}
            fullWidth
            slotProps={{ htmlInput: { autoComplete: 'off' } }}
          />
          <AuthFields hop={hop} />
        </>
      )}
    </FieldGrid>
  );
}

function AuthFields({ hop }: { readonly hop: Hop }): ReactElement {
  const say = useTexts();
  const { field } = useController({ name: `${hop}_auth` });
  const auth = field.value as SshAuth;
  return (
    <>
      <div>
        <Typography component="div" variant="body2" color="textSecondary" id={`${hop}-auth`}>
          {say('credentials.sign_in_with')}
        </Typography>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={auth}
          onChange={(_, next: SshAuth | null) => next !== null && field.onChange(next)}
          aria-labelledby={`${hop}-auth`}
          sx={{ flexWrap: 'wrap' }}
        >
          {AUTHS.map((one) => (
            <ToggleButton key={one} value={one} sx={{ textTransform: 'none', py: 0.5 }}>
              {say(AUTH_TEXT[one])}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
      <div className="whole">
        {auth === 'password' && (
          <SecretInput source={`${hop}_password`} label={say('credentials.password')} needed />
        )}
        {auth === 'key' && (
          <>
            <SecretInput
              source={`${hop}_private_key`}
              label={say('credentials.private_key')}
              hint={say('credentials.private_key_hint')}
              pem
              needed
            />
            <SecretInput
              source={`${hop}_passphrase`}
              label={say('credentials.passphrase')}
              hint={say('credentials.passphrase_hint')}
            />
          </>
        )}
        {auth === 'new' && <Alert severity="info">{say('credentials.new_key_hint')}</Alert>}
      </div>
    </>
  );
}
