import type { ReactElement } from 'react';
import { PasswordInput, required, TextInput } from 'react-admin';
import type { CredentialsReply } from '../../../../src/contract/credentials.ts';
import type { SecretField } from '../../../../src/vocabulary/credentials.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { MONO } from '../../theme/theme.ts';
import { useCredentialsForm } from './credentials-form-context.ts';

interface SecretInputProps {
  readonly source: SecretField;
  readonly label: string;
  readonly hint?: string;
  /** A key: of several lines. */
  readonly pem?: boolean;
  /** Needed where none is kept. */
  readonly needed?: boolean;
}

/** A secret can be written and never read: the field is empty and says whether one is stored. */
export function SecretInput({
  source,
  label,
  hint,
  pem = false,
  needed = false,
}: SecretInputProps): ReactElement {
  const say = useTexts();
  const { before, moved } = useCredentialsForm();
  const kept = before?.[`has_${source}` as keyof CredentialsReply] === true;
  const passphrase = source.endsWith('_passphrase');
  const again = kept && moved && !passphrase;
  const help = again ? say('credentials.needed_again') : kept ? say('credentials.kept') : hint;
  const facts = {
    source,
    label,
    helperText: help ?? false,
    validate: again || (needed && !kept) ? required() : [],
    fullWidth: true,
  } as const;
  if (!pem) return <PasswordInput {...facts} slotProps={{ htmlInput: { autoComplete: 'new-password' } }} />;
  return (
    <TextInput
      {...facts}
      multiline
      minRows={3}
      maxRows={8}
      slotProps={{
        htmlInput: {
          spellCheck: false,
          autoComplete: 'off',
          style: { fontFamily: MONO, fontSize: '0.8125rem' },
        },
      }}
    />
  );
}
