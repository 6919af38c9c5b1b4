import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import { Button } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Confirm, useDataProvider } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import type { OutboundEndpoint } from '../../../src/contract/outbound.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { RotateSecret } from './RotateSecret.tsx';

/** The actions of superusers on an endpoint. */
export function EndpointActions({ endpoint }: { readonly endpoint: OutboundEndpoint }): ReactElement {
  const say = useTexts();
  const provider = useDataProvider();
  const { id, state } = endpoint;
  const next = state === 'active' ? 'paused' : 'active';
  const change = useAction(
    async () =>
      await provider.update('outbound-endpoints', { id, data: { state: next }, previousData: endpoint }),
    { done: () => say(next === 'paused' ? 'outbound.paused' : 'outbound.resumed') },
  );
  return (
    <Allowed resource="outbound-endpoints" action="edit">
      <Button
        variant={state === 'active' ? 'outlined' : 'contained'}
        disabled={change.busy}
        onClick={() => change.run()}
      >
        {say(state === 'active' ? 'outbound.pause' : 'outbound.resume')}
      </Button>
      <Button component={Link} to={`/outbound-endpoints/${id}`} variant="outlined" startIcon={<EditIcon />}>
        {say('outbound.edit')}
      </Button>
      <RotateSecret id={id} />
      <Delete id={id} />
    </Allowed>
  );
}

function Delete({ id }: { readonly id: string }): ReactElement {
  const say = useTexts();
  const provider = useDataProvider();
  const navigate = useNavigate();
  const [asks, setAsks] = useState(false);
  const { run, busy } = useAction(async () => await provider.delete('outbound-endpoints', { id }), {
    done: () => say('outbound.deleted'),
    onDone: () => void navigate('/outbound-endpoints'),
  });
  return (
    <>
      <Button
        variant="outlined"
        color="error"
        startIcon={<DeleteIcon />}
        disabled={busy}
        onClick={() => setAsks(true)}
      >
        {say('outbound.delete')}
      </Button>
      <Confirm
        isOpen={asks}
        loading={busy}
        title={say('outbound.delete_title')}
        content={say('outbound.delete_text')}
        confirm={say('outbound.delete')}
        confirmColor="warning"
        cancel={say('ra.action.cancel')}
        onConfirm={() => run()}
        onClose={() => setAsks(false)}
      />
    </>
  );
}
