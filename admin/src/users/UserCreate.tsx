import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { UserForm } from './UserForm.tsx';
import { useSaveUser } from './use-save-user.ts';

export default function UserCreate(): ReactElement {
  const say = useTexts();
  const save = useSaveUser(null);
  const values = {
    role: 'viewer',
    language: useLanguage(),
    sees_personal_data: false,
    wants_alerts: false,
  } as const;
  return (
    <>
      <ScreenHead title={say('users.new')} back={{ to: '/users', label: say('users.title') }} />
      <UserForm values={values} isNew onSubmit={save} />
    </>
  );
}
