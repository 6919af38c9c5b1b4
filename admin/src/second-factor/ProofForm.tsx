import { Box, Button } from '@mui/material';
import type { ReactElement } from 'react';
import { Form, PasswordInput, required, TextInput } from 'react-admin';
import { useFormState } from 'react-hook-form';
import { useMe } from '../auth/session.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useSubmit } from '../ui/forms/use-submit.ts';
import type { Proof } from './use-second-factor.ts';

interface ProofFormProps {
  readonly asks: 'password' | 'code' | 'both';
  readonly submit: string;
  readonly danger?: boolean;
  readonly onSubmit: (proof: Proof) => Promise<unknown>;
  readonly onCancel?: (() => void) | undefined;
}

/** Asks for the password, a code or both, because an open browser does not prove who is using it. */
export function ProofForm({
  asks,
  submit,
  danger = false,
  onSubmit,
  onCancel,
}: ProofFormProps): ReactElement {
  const say = useTexts();
  const { email } = useMe();
  const send = useSubmit(onSubmit);
  return (
    <Form noValidate onSubmit={async (given: unknown) => await send(given as Proof)}>
      <Box sx={{ display: 'grid', gap: 2, maxWidth: 420 }}>
        {asks !== 'code' && (
          <>
            <input type="email" autoComplete="username" value={email} readOnly hidden />
            <PasswordInput
              source="password"
              label={say('account.current_password')}
              autoComplete="current-password"
              validate={required()}
              helperText={false}
            />
          </>
        )}
        {asks !== 'password' && (
          <TextInput
            source="one_time_code"
            label={say('second_factor.code')}
            validate={required()}
            helperText={say(asks === 'code' ? 'second_factor.code_first_help' : 'second_factor.code_help')}
            slotProps={{
              htmlInput: {
                autoComplete: 'one-time-code',
                autoCapitalize: 'none',
                spellCheck: false,
                maxLength: 40,
              },
            }}
          />
        )}
        <Buttons submit={submit} danger={danger} onCancel={onCancel} />
      </Box>
    </Form>
  );
}

function Buttons({
  submit,
  danger,
  onCancel,
}: Pick<ProofFormProps, 'submit' | 'danger' | 'onCancel'>): ReactElement {
  const say = useTexts();
  const { isSubmitting } = useFormState();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      <Button type="submit" variant="contained" color={danger ? 'error' : 'primary'} disabled={isSubmitting}>
        {submit}
      </Button>
      {onCancel !== undefined && <Button onClick={onCancel}>{say('ra.action.cancel')}</Button>}
    </Box>
  );
}
