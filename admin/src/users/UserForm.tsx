import { Box, Button } from '@mui/material';
import type { ReactElement } from 'react';
import { BooleanInput, email, Form, PasswordInput, required, SelectInput, TextInput } from 'react-admin';
import { useFormState, useWatch } from 'react-hook-form';
import { Link } from 'react-router-dom';
import type { User } from '../../../src/contract/access/auth.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Fields } from '../ui/forms/Fields.tsx';
import { Section } from '../ui/screens/Section.tsx';

/** The editable fields of a user. An empty password leaves the present one unchanged. */
export type UserValues = Pick<
  User,
  'email' | 'name' | 'role' | 'sees_personal_data' | 'is_active' | 'wants_alerts' | 'language'
> & { readonly password?: string | null };

interface UserFormProps {
  readonly values: Partial<UserValues>;
  readonly isNew: boolean;
  readonly onSubmit: (values: UserValues) => Promise<unknown>;
}

export function UserForm({ values, isNew, onSubmit }: UserFormProps): ReactElement {
  const say = useTexts();
  return (
    <Form
      noValidate
      defaultValues={values}
      warnWhenUnsavedChanges
      onSubmit={async (given: unknown) => await onSubmit(given as UserValues)}
    >
      <Box sx={{ display: 'grid', gap: 2.5, maxWidth: 960 }}>
        <Section title={say('users.who')}>
          <Fields>
            <TextInput
              source="email"
              label={say('users.email')}
              type="email"
              helperText={false}
              validate={[required(), email()]}
              slotProps={{ htmlInput: { autoComplete: 'off' } }}
            />
            <TextInput source="name" label={say('users.name')} helperText={false} />
            <PasswordInput
              source="password"
              label={say(isNew ? 'users.password' : 'users.new_password')}
              helperText={say(isNew ? 'users.password_hint' : 'users.new_password_hint')}
              validate={isNew ? required() : []}
              slotProps={{ htmlInput: { autoComplete: 'new-password' } }}
            />
            <SelectInput
              source="language"
              label={say('users.language')}
              helperText={false}
              validate={required()}
              // Each language is listed under its own name.
              choices={[
                { id: 'es', name: 'Español' },
                { id: 'en', name: 'English' },
              ]}
              translateChoice={false}
            />
          </Fields>
        </Section>
        <Section title={say('users.may')}>
          <May isNew={isNew} />
        </Section>
        <SaveBar />
      </Box>
    </Form>
  );
}

const ROLES = ['viewer', 'operator', 'superuser'] as const;

function May({ isNew }: { readonly isNew: boolean }): ReactElement {
  const say = useTexts();
  const role = (useWatch({ name: 'role' }) ?? 'viewer') as User['role'];
  return (
    <Box sx={{ display: 'grid', gap: 0.5 }}>
      <SelectInput
        source="role"
        label={say('users.role')}
        helperText={say(`users.role_hints.${role}`)}
        validate={required()}
        choices={ROLES.map((id) => ({ id, name: say(`words.role.${id}`) }))}
        translateChoice={false}
        fullWidth
      />
      {role === 'viewer' && (
        <BooleanInput source="sees_personal_data" label={say('users.sees')} helperText={false} />
      )}
      <BooleanInput source="wants_alerts" label={say('users.wants_alerts')} helperText={false} />
      {!isNew && (
        <BooleanInput source="is_active" label={say('users.active')} helperText={say('users.active_hint')} />
      )}
    </Box>
  );
}

function SaveBar(): ReactElement {
  const say = useTexts();
  const { isSubmitting } = useFormState();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      <Button type="submit" variant="contained" disabled={isSubmitting}>
        {say('users.save')}
      </Button>
      <Button component={Link} to="/users">
        {say('users.cancel')}
      </Button>
    </Box>
  );
}
