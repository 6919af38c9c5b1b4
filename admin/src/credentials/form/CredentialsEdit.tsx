import type { ReactElement } from 'react';
import type { CredentialsReply } from '../../../../src/contract/credentials.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useMay } from '../../ui/screens/Allowed.tsx';
import { DetailScreen } from '../../ui/screens/DetailScreen.tsx';
import { ScreenHead } from '../../ui/screens/ScreenHead.tsx';
import { Empty } from '../../ui/screens/States.tsx';
import { CredentialsForm } from './CredentialsForm.tsx';
import { useSaveCredentials } from './use-save-credentials.ts';

export default function CredentialsEdit(): ReactElement {
  return (
    <DetailScreen<CredentialsReply> resource="credentials" editing>
      {(set) => <Edited set={set} />}
    </DetailScreen>
  );
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
