import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import { Form, SaveButton, SelectInput, TextInput, useNotify } from 'react-admin';
import type { Me } from '../../../src/contract/access/auth.ts';
import { becomeKnownAs } from '../auth/session.ts';
import { call } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useSubmit } from '../ui/forms/use-submit.ts';

/** Each language is listed under its own name. */
const LANGUAGES = [
  { id: 'es', name: 'Español' },
  { id: 'en', name: 'English' },
];

export function NameForm({ me }: { readonly me: Me }): ReactElement {
  const say = useTexts();
  const notify = useNotify();
  const submit = useSubmit(async ({ name, language }: Pick<Me, 'name' | 'language'>) => {
    const body = { name: name === '' ? null : name, language };
    becomeKnownAs(await call<Me>('/api/v1/auth/me/', { method: 'PATCH', body }));
    notify(say('ra.notification.updated', { smart_count: 1 }), { type: 'success' });
  });
  return (
    <Form
      noValidate
      defaultValues={{ name: me.name, language: me.language }}
      onSubmit={async (given: unknown) => await submit(given as Pick<Me, 'name' | 'language'>)}
    >
      <Box sx={{ display: 'grid', gap: 2, maxWidth: 420 }}>
        <TextInput source="name" label={say('account.name')} helperText={say('account.name_help')} />
        <SelectInput
          source="language"
          label={say('account.mail_language')}
          choices={LANGUAGES}
          translateChoice={false}
          helperText={say('account.mail_language_help')}
        />
        <Box>
          <SaveButton label={say('ra.action.save')} />
        </Box>
      </Box>
    </Form>
  );
}
