import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Confirm, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { Configuration } from '../../../../src/contract/configuration.ts';
import { ApiError } from '../../api-error.ts';
import { call } from '../../data-provider.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { resourceOf } from '../../resources.ts';
import { useSubmit } from '../../ui/forms/use-submit.ts';
import { DetailScreen } from '../../ui/screens/DetailScreen.tsx';
import { ScreenHead } from '../../ui/screens/ScreenHead.tsx';
import { useAction } from '../../ui/screens/use-action.ts';
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
  const [asked, setAsked] = useState<{ readonly body: object; readonly text: string } | null>(null);
  const save = async (body: object): Promise<void> => {
    await call(`${resourceOf('configurations').path}${id}/`, { method: 'PATCH', body });
    await queries.invalidateQueries({ queryKey: ['configurations'] });
    notify(say('ra.notification.updated', { smart_count: 1 }), { type: 'success' });
    void navigate(`/configurations/${id}/show`);
  };
  const submit = useSubmit(async (given: FormValues) => {
    const body = changesOf(given, values);
    try {
      await save(body);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'configuration.money-changes') throw error;
      setAsked({ body, text: error.message });
    }
  });
  const confirmed = useAction(async (body: object) => await save({ ...body, confirm_money_change: true }));
  return (
    <>
      <ScreenHead
        title={name}
        sub={say('configurations.edit_sub')}
        back={{ to: `/configurations/${id}/show`, label: name }}
      />
      <ConfigurationForm values={values} onSubmit={submit} existing={opened} />
      <Confirm
        isOpen={asked !== null}
        loading={confirmed.busy}
        title={say('configurations.money_title')}
        content={asked?.text ?? ''}
        confirm={say('configurations.money_yes')}
        confirmColor="warning"
        cancel={say('ra.action.cancel')}
        onConfirm={() => asked !== null && confirmed.run(asked.body)}
        onClose={() => setAsked(null)}
      />
    </>
  );
}
