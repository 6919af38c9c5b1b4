import type { ReactElement } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useMay } from '../../ui/screens/Allowed.tsx';
import { ScreenHead } from '../../ui/screens/ScreenHead.tsx';
import { Empty } from '../../ui/screens/States.tsx';
import { CredentialsForm } from './CredentialsForm.tsx';
import { useSaveCredentials } from './use-save-credentials.ts';

export default function CredentialsCreate(): ReactElement {
  const say = useTexts();
  const may = useMay();
  const save = useSaveCredentials(null);
  return (
    <>
      <ScreenHead
        title={say('credentials.new')}
        back={{ to: '/credentials', label: say('credentials.title') }}
      />
      {may('credentials', 'create') ? (
        <CredentialsForm before={null} onSave={save} />
      ) : (
        <Empty title={say('credentials.not_allowed')} />
      )}
    </>
  );
}
