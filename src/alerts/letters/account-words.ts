import type { AccountMailKind } from '../../backend/users/account-mail-records.ts';
import type { Language } from '../../vocabulary/people.ts';

interface AccountMailWords {
  readonly title: string;
  /** The sentences about what happened. */
  readonly lines: readonly string[];
  /** What the recipient should do if somebody else did it. */
  readonly otherwise: string;
  readonly link: string;
}

interface AccountWords {
  readonly kinds: Readonly<Record<AccountMailKind, AccountMailWords>>;
  readonly account: string;
  readonly whatHappened: string;
  readonly notYou: string;
  readonly signature: string;
}

const ENGLISH: AccountWords = {
  kinds: {
    password_reset: {
      title: 'Set a new password',
      lines: [
        'Somebody asked for a new password for your Taquilla account.',
        'The link below works once, within 30 minutes. A newer request cancels it.',
      ],
      otherwise:
        'Ignore this e-mail. Your password stays as it is. If you get several of these, tell an administrator.',
      link: 'Set a new password',
    },
    password_changed: {
      title: 'Your password was changed',
      lines: [
        'Your Taquilla password was reset.',
        'All your sessions and API tokens have ended: sign in again, and create new tokens for your programs.',
      ],
      otherwise:
        'Somebody else may be able to read your e-mail. Secure your mailbox first, set a new password here, and tell an administrator.',
      link: 'Sign in',
    },
    second_factor_on: {
      title: 'Two-step sign-in is on',
      lines: ['From now on, Taquilla asks for a code from your app when you sign in.'],
      otherwise: 'Change your password and tell an administrator, who can turn two-step sign-in off for you.',
      link: 'Open Taquilla',
    },
    second_factor_off: {
      title: 'Two-step sign-in is off',
      lines: ['Taquilla no longer asks for a code when you sign in. Your recovery codes no longer work.'],
      otherwise: 'Change your password, turn two-step sign-in on again, and tell an administrator.',
      link: 'Open Taquilla',
    },
  },
  account: 'Account',
  whatHappened: 'What happened',
  notYou: 'If it was not you',
  signature: 'Taquilla sends this e-mail because it concerns your account. Replies to it are not read.',
};

const SPANISH: AccountWords = {
  kinds: {
    password_reset: {
      title: 'Cree una contraseña nueva',
      lines: [
        'Alguien pidió una contraseña nueva para su cuenta de Taquilla.',
        'El enlace de abajo sirve una sola vez, durante 30 minutos. Si se pide otro, este deja de servir.',
      ],
      otherwise:
        'Ignore este correo. Su contraseña no cambia. Si recibe varios como este, avise a un administrador.',
      link: 'Crear una contraseña nueva',
    },
    password_changed: {
      title: 'Su contraseña cambió',
      lines: [
        'Se restableció su contraseña de Taquilla.',
        'Todas sus sesiones y tokens de API terminaron: inicie sesión de nuevo y cree otros tokens para sus programas.',
      ],
      otherwise:
        'Es posible que otra persona pueda leer su correo. Proteja primero su casilla, cree aquí una contraseña nueva y avise a un administrador.',
      link: 'Iniciar sesión',
    },
    second_factor_on: {
      title: 'La verificación en dos pasos está activada',
      lines: ['Desde ahora, Taquilla pide un código de su aplicación al iniciar sesión.'],
      otherwise:
        'Cambie su contraseña y avise a un administrador, que puede desactivar la verificación en dos pasos.',
      link: 'Abrir Taquilla',
    },
    second_factor_off: {
      title: 'La verificación en dos pasos está desactivada',
      lines: [
        'Taquilla ya no pide un código al iniciar sesión. Sus códigos de recuperación dejaron de servir.',
      ],
      otherwise:
        'Cambie su contraseña, active de nuevo la verificación en dos pasos y avise a un administrador.',
      link: 'Abrir Taquilla',
    },
  },
  account: 'Cuenta',
  whatHappened: 'Qué ocurrió',
  notYou: 'Si no fue usted',
  signature: 'Taquilla envía este correo porque se relaciona con su cuenta. Nadie lee las respuestas.',
};

export const ACCOUNT_WORDS: Readonly<Record<Language, AccountWords>> = { en: ENGLISH, es: SPANISH };
