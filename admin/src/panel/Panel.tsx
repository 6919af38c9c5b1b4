import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { I18nProvider } from 'react-admin';
import { createBrowserRouter, RouterProvider } from 'react-router-dom';
import { authTexts } from '../auth/auth-texts.ts';
import { Waiting } from '../auth/Waiting.tsx';
import { createI18nProvider } from '../i18n/i18n-provider.ts';
import { useLanguage } from '../i18n/language.ts';
import { Screens } from './Screens.tsx';

/** The nonce for styles, which the server put into the page. Browsers hide it from the attribute. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

const styles = createCache({ key: 'tq', nonce: styleNonce(), prepend: true });

/** Everything that is shown after the sign-in, with its texts and styles. */
export default function Panel(): ReactElement {
  const texts = authTexts(useLanguage());
  const [i18nProvider, setI18nProvider] = useState<I18nProvider | null>(null);
  useEffect(() => {
    createI18nProvider().then(setI18nProvider, () => undefined);
  }, []);
  const router = useMemo(() => {
    if (i18nProvider === null) return null;
    const routes = [{ path: '*', element: <Screens i18nProvider={i18nProvider} /> }];
    return createBrowserRouter(routes, { basename: import.meta.env.BASE_URL });
  }, [i18nProvider]);
  if (router === null) return <Waiting text={texts.loading} />;
  return (
    <CacheProvider value={styles}>
      <RouterProvider router={router} />
    </CacheProvider>
  );
}
