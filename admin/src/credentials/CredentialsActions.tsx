import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import EditIcon from '@mui/icons-material/EditOutlined';
import { Button } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Confirm, useDataProvider } from 'react-admin';
import { Link, useNavigate } from 'react-router-dom';
import type { CredentialsReply } from '../../../src/contract/credentials.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { useAction } from '../ui/screens/use-action.ts';

/**
 * The actions of superusers on a set of credentials. The environment's set can only be enabled, disabled or
 * made the default.
 */
export function CredentialsActions({ set }: { readonly set: CredentialsReply }): ReactElement {
  const say = useTexts();
  const activate = useAction(async () => await act('credentials', set.id, 'activate'), {
    done: () => say('credentials.activated'),
  });
  const makeDefault = useAction(async () => await act('credentials', set.id, 'make-default'), {
    done: () => say('credentials.made_default'),
  });
  return (
    <Allowed resource="credentials" action="edit">
      {!set.is_read_only && (
        <Button component={Link} to={`/credentials/${set.id}`} variant="outlined" startIcon={<EditIcon />}>
          {say('credentials.edit')}
        </Button>
      )}
      {set.is_active && !set.is_default && (
        <Button variant="outlined" disabled={makeDefault.busy} onClick={() => makeDefault.run()}>
          {say('credentials.make_default')}
        </Button>
      )}
      {!set.is_active && (
        <Button variant="contained" disabled={activate.busy} onClick={() => activate.run()}>
          {say('credentials.activate')}
        </Button>
      )}
      {set.is_active && !set.is_default && <Deactivate id={set.id} />}
      {!set.is_read_only && !set.is_default && <Forget id={set.id} />}
    </Allowed>
  );
}

function Deactivate({ id }: { readonly id: string }): ReactElement {
  const say = useTexts();
  const [asks, setAsks] = useState(false);
  const { run, busy } = useAction(async () => await act('credentials', id, 'deactivate'), {
    done: () => say('credentials.deactivated'),
    onDone: () => setAsks(false),
  });
  return (
    <>
      <Button variant="outlined" disabled={busy} onClick={() => setAsks(true)}>
        {say('credentials.deactivate')}
      </Button>
      <Confirm
        isOpen={asks}
        loading={busy}
        title={say('credentials.deactivate_title')}
        content={say('credentials.deactivate_text')}
        confirm={say('credentials.deactivate')}
        cancel={say('credentials.cancel')}
        onConfirm={() => run()}
        onClose={() => setAsks(false)}
      />
    </>
  );
}

/**
 * The server refuses to delete a set that configurations use. The error says so, and the page lists those
 * configurations.
 */
function Forget({ id }: { readonly id: string }): ReactElement {
  const say = useTexts();
  const provider = useDataProvider();
  const navigate = useNavigate();
  const [asks, setAsks] = useState(false);
  const { run, busy } = useAction(async () => await provider.delete('credentials', { id }), {
    done: () => say('credentials.deleted'),
    onDone: () => void navigate('/credentials'),
    onRefused: () => {
      setAsks(false);
      return false;
    },
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
        {say('credentials.delete')}
      </Button>
      <Confirm
        isOpen={asks}
        loading={busy}
        title={say('credentials.delete_title')}
        content={say('credentials.delete_text')}
        confirm={say('credentials.delete')}
        confirmColor="warning"
        cancel={say('credentials.cancel')}
        onConfirm={() => run()}
        onClose={() => setAsks(false)}
      />
    </>
  );
}
