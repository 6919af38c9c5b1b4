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
  /** true for a key or a certificate, which has several lines. */
  readonly pem?: boolean;
  /** true if the field is required because no such secret is stored. */
  readonly needed?: boolean;
}

/**
 * The field of a secret, which can be written but never read: it is empty and says whether a secret is stored.
 */
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
