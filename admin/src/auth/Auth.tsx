import { lazy, type ReactElement, Suspense, useEffect } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { AuthFrame } from './AuthFrame.tsx';
import { useAuthScreen } from './auth-screen.ts';
import { authTexts } from './auth-texts.ts';
import { ForgotPassword } from './ForgotPassword.tsx';
import { NewPassword } from './NewPassword.tsx';
import { SignIn } from './SignIn.tsx';
import { askWho, useSession } from './session.ts';
import { Waiting } from './Waiting.tsx';

const loadPanel = () => import('../panel/Panel.tsx');
const Panel = lazy(loadPanel);

/**
 * Shows the panel to signed-in users, and the sign-in to everybody else. The address stays the same, so that
 * users return to the same page after they sign in. The panel's code loads while they type.
 */
export function Auth(): ReactElement {
  const session = useSession();
  const texts = authTexts(useLanguage());
  const screen = useAuthScreen();
  useEffect(() => {
    void askWho();
  }, []);
  useEffect(() => {
    if (session.kind !== 'out' && screen === 'sign-in') return;
    const titles = {
      'sign-in': texts.title,
      'forgot-password': texts.forgot_title,
      'reset-password': texts.reset_title,
    };
    document.title = `${titles[screen]} · Taquilla`;
    loadPanel().catch(() => undefined);
  }, [session.kind, screen, texts]);
  // A link from an e-mail opens its form even if somebody is signed in, because that may be another person.
  if (screen !== 'sign-in') {
    return (
      <AuthFrame texts={texts} key={screen}>
        {screen === 'forgot-password' ? <ForgotPassword texts={texts} /> : <NewPassword texts={texts} />}
      </AuthFrame>
    );
  }
  switch (session.kind) {
    case 'asking':
      return <Waiting text={texts.loading} />;
    case 'unreachable':
      return (
        <Waiting text={texts.unreachable} again={{ label: texts.retry, onClick: () => void askWho() }} />
      );
    case 'out':
      return (
        <AuthFrame texts={texts}>
          <SignIn texts={texts} expired={session.expired} />
        </AuthFrame>
      );
    case 'in':
      return (
        <Suspense fallback={<Waiting text={texts.loading} />}>
          <Panel key={session.me.id} />
        </Suspense>
      );
  }
}
