import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useDataProvider } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { MadeEndpoint } from '../../../src/contract/outbound.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useSubmit } from '../ui/forms/use-submit.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { EndpointForm, type EndpointValues } from './EndpointForm.tsx';
import { SecretMade } from './SecretMade.tsx';

const NEW: EndpointValues = { name: '', url: '', kinds: [], organizer_ids: [], event_ids: [] };

export default function EndpointCreate(): ReactElement {
  const say = useTexts();
  const may = useMay();
  const provider = useDataProvider();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [made, setMade] = useState<MadeEndpoint | null>(null);
  const submit = useSubmit(async (data: EndpointValues) => {
    const reply = await provider.create<MadeEndpoint>('outbound-endpoints', { data });
    await queries.invalidateQueries();
    setMade(reply.data);
  });
  return (
    <>
      <ScreenHead
        title={say('outbound.new')}
        back={{ to: '/outbound-endpoints', label: say('outbound.title') }}
      />
      {may('outbound-endpoints', 'create') ? (
        <EndpointForm values={NEW} back="/outbound-endpoints" onSubmit={submit} />
      ) : (
        <Empty title={say('outbound.not_allowed')} />
      )}
      {made !== null && (
        <SecretMade
          secret={made.secret}
          onClose={() => void navigate(`/outbound-endpoints/${made.id}/show`)}
        />
      )}
    </>
  );
}
