import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { Configuration } from '../../../../src/contract/configuration.ts';
import { call } from '../../data-provider.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { resourceOf } from '../../resources.ts';
import { useSubmit } from '../../ui/forms/use-submit.ts';
import { DetailScreen } from '../../ui/screens/DetailScreen.tsx';
import { ScreenHead } from '../../ui/screens/ScreenHead.tsx';
import { ConfigurationForm } from './ConfigurationForm.tsx';
import { changesOf, type FormValues, toForm } from './form-values.ts';

export default function ConfigurationEdit(): ReactElement {
  return (
    <DetailScreen<Configuration> resource="configurations">
      {(configuration) => <Edit configuration={configuration} />}
    </DetailScreen>
  );
}

function Edit({ configuration }: { readonly configuration: Configuration }): ReactElement {
  const say = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { id, name } = configuration;
  // The values when the form was opened: a later change by somebody else must not overwrite what the user
  // typed.
  const [opened] = useState(configuration);
  const [values] = useState(() => toForm(configuration));
  const submit = useSubmit(async (given: FormValues) => {
    const body = changesOf(given, values);
    await call(`${resourceOf('configurations').path}${id}/`, { method: 'PATCH', body });
    await queries.invalidateQueries({ queryKey: ['configurations'] });
    notify(say('ra.notification.updated', { smart_count: 1 }), { type: 'success' });
    void navigate(`/configurations/${id}/show`);
  });
  return (
    <>
      <ScreenHead
        title={name}
        sub={say('configurations.edit_sub')}
        back={{ to: `/configurations/${id}/show`, label: name }}
      />
      <ConfigurationForm values={values} onSubmit={submit} existing={opened} />
    </>
  );
}
