import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useId } from 'react';
import { BooleanInput, Form, required, SelectInput, TextInput, useDataProvider } from 'react-admin';
import { useFormContext, useFormState } from 'react-hook-form';
import type { MadeToken } from '../../../src/contract/access/auth.ts';
import { useMe } from '../auth/session.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useSubmit } from '../ui/forms/use-submit.ts';
import { present } from '../ui/values/service-time.ts';

const DAY_MS = 86_400_000;
const PERIODS = ['30', '90', '365', 'never'] as const;
const ROLES = ['viewer', 'operator', 'superuser'] as const;

interface Values {
  readonly name: string;
  readonly role: string;
  readonly period: (typeof PERIODS)[number];
  readonly sees_personal_data: boolean;
}

interface NewTokenProps {
  readonly onMade: (token: MadeToken) => void;
  readonly onClose: () => void;
}

/** Asks for the name and the rights of a new token, which never exceed those of the user. */
export function NewToken({ onMade, onClose }: NewTokenProps): ReactElement {
  const say = useTexts();
  const me = useMe();
  const provider = useDataProvider();
  const queries = useQueryClient();
  const title = useId();
  const submit = useSubmit(async ({ period, ...values }: Values) => {
    const expires =
      period === 'never' ? null : new Date(present().getTime() + Number(period) * DAY_MS).toISOString();
    const { data } = await provider.create<MadeToken>('tokens', { data: { ...values, expires_at: expires } });
    await queries.invalidateQueries({ queryKey: ['tokens'] });
    onMade(data);
  });
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={title}>
      <Form
        noValidate
        defaultValues={{ role: me.role, period: '90', sees_personal_data: me.sees_personal_data }}
        onSubmit={async (values: unknown) => await submit(values as Values)}
      >
        <DialogTitle id={title}>{say('tokens.new')}</DialogTitle>
        <DialogContent>
          <Box sx={{ display: 'grid', gap: 1, pt: 1 }}>
            <TextInput
              source="name"
              label={say('tokens.name')}
              helperText={say('tokens.name_hint')}
              validate={required()}
              autoFocus
              fullWidth
            />
            <RoleInput />
            <SelectInput
              source="period"
              label={say('tokens.expires')}
              helperText={false}
              validate={required()}
              choices={PERIODS.map((id) => ({ id, name: say(`tokens.expires_${id}`) }))}
              translateChoice={false}
              fullWidth
            />
            {me.sees_personal_data && (
              <BooleanInput
                source="sees_personal_data"
                label={say('users.sees')}
                helperText={say('tokens.sees_hint')}
              />
            )}
          </Box>
        </DialogContent>
        <Buttons onClose={onClose} />
      </Form>
    </Dialog>
  );
}

/** A token of a lower role sees no personal data unless the user allows it. */
function RoleInput(): ReactElement {
  const say = useTexts();
  const me = useMe();
  const { setValue } = useFormContext();
  const roles = ROLES.slice(0, ROLES.indexOf(me.role) + 1);
  return (
    <SelectInput
      source="role"
      label={say('tokens.role')}
      helperText={false}
      validate={required()}
      choices={roles.map((id) => ({ id, name: say(`words.role.${id}`) }))}
      translateChoice={false}
      fullWidth
      onChange={(event) =>
        setValue('sees_personal_data', me.sees_personal_data && event.target.value === me.role)
      }
    />
  );
}

function Buttons({ onClose }: { readonly onClose: () => void }): ReactElement {
  const say = useTexts();
  const { isSubmitting } = useFormState();
  return (
    <DialogActions sx={{ px: 3, pb: 2 }}>
      <Button onClick={onClose}>{say('tokens.cancel')}</Button>
      <Button type="submit" variant="contained" disabled={isSubmitting}>
        {say('tokens.create')}
      </Button>
    </DialogActions>
  );
}
