import { Box } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Form, PasswordInput, required, SaveButton, useNotify } from 'react-admin';
import { call } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useValidTokens } from '../tokens/use-valid-tokens.ts';
import { useSubmit } from '../ui/forms/use-submit.ts';
import { KeptTokens } from './KeptTokens.tsx';

interface Given {
  readonly current_password: string;
  readonly password: string;
}

export function PasswordForm({ email }: { readonly email: string }): ReactElement {
  const say = useTexts();
  const notify = useNotify();
  // A new key after each successful change empties the form.
  const [round, setRound] = useState(0);
  const [kept, setKept] = useState<readonly string[]>([]);
  const queries = useQueryClient();
  // The form cannot be sent before it has loaded the tokens that the change would end.
  const { data: tokens } = useValidTokens(null);
  const submit = useSubmit(async (given: Given) => {
    const { current_password, password } = given;
    const body = { current_password, password, keep_tokens: kept };
    await call('/api/v1/auth/password/', { method: 'POST', body });
    notify(say('account.password_changed'), { type: 'success' });
    setKept([]);
    setRound((before) => before + 1);
    await queries.invalidateQueries();
  });
  const again = (value: string, all: Given): string | undefined =>
    value === all.password ? undefined : say('account.not_the_same');
  return (
    <Form noValidate key={round} onSubmit={async (given: unknown) => await submit(given as Given)}>
      <Box sx={{ display: 'grid', gap: 2, maxWidth: 420 }}>
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          source="current_password"
          label={say('account.current_password')}
          autoComplete="current-password"
          validate={required()}
          helperText={false}
        />
        <PasswordInput
          source="password"
          label={say('account.new_password')}
          autoComplete="new-password"
          validate={required()}
          helperText={say('account.new_password_help')}
        />
        <PasswordInput
          source="again"
          label={say('account.new_password_again')}
          autoComplete="new-password"
          validate={[required(), again]}
          helperText={false}
        />
        <KeptTokens kept={kept} onChange={setKept} />
        <Box>
          <SaveButton
            label={say('account.change_password')}
            icon={null}
            {...(tokens === undefined ? { disabled: true } : {})}
          />
        </Box>
      </Box>
    </Form>
  );
}
