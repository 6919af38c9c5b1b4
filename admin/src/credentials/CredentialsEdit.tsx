import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import type { CredentialsReply } from '../../../src/contract/credentials.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useMay } from '../ui/Allowed.tsx';
import { ScreenHead } from '../ui/ScreenHead.tsx';
import { Empty, Failed, Loading } from '../ui/States.tsx';
import { useWhole } from '../ui/use-whole.ts';
import { CredentialsForm } from './CredentialsForm.tsx';
import { useSaveCredentials } from './use-save-credentials.ts';

export default function CredentialsEdit(): ReactElement {
  const { id = '' } = useParams();
  const {
    data: set,
    error,
    refetch,
  } = useWhole<CredentialsReply>(
    'credentials',
    id,
    // What one is writing is not to be replaced under one's hands.
    { refetchOnWindowFocus: false, staleTime: Number.POSITIVE_INFINITY },
  );
  if (set !== undefined) return <Edited set={set} />;
  return error === null ? <Loading rows={8} /> : <Failed error={error} onRetry={() => void refetch()} />;
}

function Edited({ set }: { readonly set: CredentialsReply }): ReactElement {
  const say = useTexts();
  const may = useMay();
  const save = useSaveCredentials(set);
  return (
    <>
      <ScreenHead
        title={set.name}
        back={{ to: `/credentials/${set.id}/show`, label: set.name }}
        sub={say('credentials.edit')}
      />
      {set.is_read_only && (
        <Empty title={say('credentials.read_only')} text={say('credentials.read_only_hint')} />
      )}
      {!set.is_read_only && !may('credentials', 'edit') && <Empty title={say('credentials.not_allowed')} />}
      {!set.is_read_only && may('credentials', 'edit') && <CredentialsForm before={set} onSave={save} />}
    </>
  );
}
