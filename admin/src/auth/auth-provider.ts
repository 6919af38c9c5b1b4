import type { AuthProvider } from 'react-admin';
import { may } from '../roles.ts';
import { presentMe, signOut } from './session.ts';

/**
 * Gives react-admin the signed-in user, who always exists inside the panel. When the session ends, `Auth`
 * replaces the panel with the sign-in, and shows the panel at the same address after the next sign-in.
 */
export const authProvider: AuthProvider = {
  login: async () => undefined,
  checkAuth: async () => undefined,
  checkError: async () => undefined,
  logout: async () => {
    await signOut();
    return false;
  },
  getIdentity: async () => {
    const { id, email, name } = presentMe();
    return { id, fullName: name ?? email };
  },
  getPermissions: async () => presentMe().role,
  canAccess: async ({ resource, action }) => may(presentMe().role, resource, action),
};
