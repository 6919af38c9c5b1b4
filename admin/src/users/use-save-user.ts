import { useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { User } from '../../../src/contract/access/auth.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useSubmit } from '../ui/forms/use-submit.ts';
import type { UserValues } from './UserForm.tsx';

/** Creates or changes a user, and then opens the list. */
export function useSaveUser(before: User | null): (values: UserValues) => Promise<unknown> {
  const say = useTexts();
  const provider = useDataProvider();
  const queries = useQueryClient();
  const notify = useNotify();
  const navigate = useNavigate();
  return useSubmit(async ({ password, ...values }: UserValues) => {
    const data = { ...values, ...(password ? { password } : {}) };
    if (before === null) await provider.create<User>('users', { data });
    else await provider.update<User>('users', { id: before.id, data, previousData: before });
    await queries.invalidateQueries();
    notify(say(before === null ? 'users.created' : 'users.saved'), { type: 'success' });
    void navigate('/users');
  });
}
