import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import type { User } from '../../../src/contract/access/auth.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { ResetFactor } from '../second-factor/ResetFactor.tsx';
import { ValidTokens } from '../tokens/ValidTokens.tsx';
import { Chip } from '../ui/Chip.tsx';
import { ScreenHead } from '../ui/ScreenHead.tsx';
import { Failed, Loading } from '../ui/States.tsx';
import { useWhole } from '../ui/use-whole.ts';
import { UserForm } from './UserForm.tsx';
import { useSaveUser } from './use-save-user.ts';

export default function UserEdit(): ReactElement {
  const { id = '' } = useParams();
  const { data: user, error, refetch } = useWhole<User>('users', id);
  if (user !== undefined) return <Edited user={user} />;
  return error === null ? <Loading rows={6} /> : <Failed error={error} onRetry={() => void refetch()} />;
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
