import type { AuthProvider } from 'react-admin';
import { may } from '../roles.ts';
import { presentMe, signOut } from './session.ts';

/**
 * Who is signed in, for react-admin. It stands behind the gate, so somebody always is: when the session ends the
 * gate takes the panel away and brings it back, at the same address, after the next sign-in.
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
