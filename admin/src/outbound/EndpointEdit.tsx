import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { OutboundEndpoint } from '../../../src/contract/outbound.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useSubmit } from '../ui/forms/use-submit.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { EndpointForm, type EndpointValues } from './EndpointForm.tsx';

export default function EndpointEdit(): ReactElement {
  return (
    <DetailScreen<OutboundEndpoint> resource="outbound-endpoints" editing>
      {(endpoint) => <Edited endpoint={endpoint} />}
    </DetailScreen>
  );
}

function Edited({ endpoint }: { readonly endpoint: OutboundEndpoint }): ReactElement {
  const say = useTexts();
  const may = useMay();
  const provider = useDataProvider();
  const queries = useQueryClient();
  const notify = useNotify();
  const navigate = useNavigate();
  const { id, name, url, kinds, organizer_ids, event_ids } = endpoint;
  const page = `/outbound-endpoints/${id}/show`;
  const submit = useSubmit(async (given: EndpointValues) => {
    const data = {
      name: given.name,
      url: given.url,
      kinds: given.kinds,
      organizer_ids: given.organizer_ids,
      event_ids: given.event_ids,
    };
    await provider.update<OutboundEndpoint>('outbound-endpoints', { id, data, previousData: endpoint });
    await queries.invalidateQueries();
    notify(say('outbound.saved'), { type: 'success' });
    void navigate(page);
  });
  return (
    <>
      <ScreenHead title={name} back={{ to: page, label: name }} sub={say('outbound.edit')} />
      {may('outbound-endpoints', 'edit') ? (
        <EndpointForm values={{ name, url, kinds, organizer_ids, event_ids }} back={page} onSubmit={submit} />
      ) : (
        <Empty title={say('outbound.not_allowed')} />
      )}
    </>
  );
}
