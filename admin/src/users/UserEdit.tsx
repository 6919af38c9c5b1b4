import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import type { User } from '../../../src/contract/access/auth.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { ResetFactor } from '../second-factor/ResetFactor.tsx';
import { ValidTokens } from '../tokens/ValidTokens.tsx';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { UserForm } from './UserForm.tsx';
import { useSaveUser } from './use-save-user.ts';

export default function UserEdit(): ReactElement {
  return <DetailScreen<User> resource="users">{(user) => <Edited user={user} />}</DetailScreen>;
}

function Edited({ user }: { readonly user: User }): ReactElement {
  const say = useTexts();
  const save = useSaveUser(user);
  const { email, name, role, sees_personal_data, is_active, wants_alerts, language } = user;
  return (
    <>
      <ScreenHead
        title={name ?? email}
        sub={name === null ? undefined : email}
        back={{ to: '/users', label: say('users.title') }}
        actions={<ResetFactor user={user} />}
        state={is_active ? undefined : <Chip tone="quiet" label={say('users.off')} />}
      />
      <UserForm
        key={user.updated_at}
        values={{ email, name, role, sees_personal_data, is_active, wants_alerts, language }}
        isNew={false}
        onSubmit={save}
      />
      <Box sx={{ mt: 2.5, maxWidth: 960 }}>
        <ValidTokens userId={user.id} />
      </Box>
    </>
  );
}
