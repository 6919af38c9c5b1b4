import { TextField } from '@mui/material';
import type { ReactElement } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';

interface PasswordAgainProps {
  readonly hint: string;
  readonly value: string;
  readonly onChange: (password: string) => void;
}

/** Asks for the password of the database user again, because a change of the server key requires it. */
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
