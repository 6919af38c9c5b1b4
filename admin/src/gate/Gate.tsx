import { lazy, type ReactElement, Suspense, useEffect } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { gateTexts } from './gate-texts.ts';
import { SignIn } from './SignIn.tsx';
import { askWho, useSession } from './session.ts';
import { Waiting } from './Waiting.tsx';

const loadPanel = () => import('../panel/Panel.tsx');
const Panel = lazy(loadPanel);

/**
 * Lets in who is signed in. The address stays as it is meanwhile, so that whoever signs in again is back where
 * they were; the panel itself is fetched while they type.
 */
export function Gate(): ReactElement {
  const session = useSession();
  const texts = gateTexts(useLanguage());
  useEffect(() => {
    void askWho();
  }, []);
  useEffect(() => {
    if (session.kind !== 'out') return;
    document.title = `${texts.title} · Taquilla`;
    loadPanel().catch(() => undefined);
  }, [session.kind, texts.title]);
  switch (session.kind) {
    case 'asking':
      return <Waiting text={texts.loading} />;
    case 'unreachable':
      return (
        <Waiting text={texts.unreachable} again={{ label: texts.retry, onClick: () => void askWho() }} />
      );
    case 'out':
      return <SignIn texts={texts} expired={session.expired} />;
    case 'in':
      return (
        <Suspense fallback={<Waiting text={texts.loading} />}>
          <Panel key={session.me.id} />
        </Suspense>
      );
  }
}
