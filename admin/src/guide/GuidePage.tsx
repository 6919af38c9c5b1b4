import { Alert, Card } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect } from 'react';
import { useLocation, useParams } from 'react-router-dom';
import { useLanguage } from '../i18n/language.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { NotFound } from '../layout/NotFound.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Failed, Loading } from '../ui/screens/States.tsx';
import { GuideBlocks, GuidePlace } from './GuideBlocks.tsx';
import { loadGuidePage } from './guide-pages.ts';
import { parsePage } from './parse-page.ts';

/** A page of the operations guide, or of the documentation that it links to, in the reader's language. */
export default function GuidePage(): ReactElement {
  const { page = 'README' } = useParams();
  const say = useTexts();
  const reader = useLanguage();
  const { hash, search } = useLocation();
  const language = new URLSearchParams(search).get('language') === 'en' ? 'en' : reader;
  const { data, error, refetch } = useQuery({
    queryKey: ['guide', page, language],
    queryFn: async () => await loadGuidePage(page, language),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => {
    if (data != null) goToPlace(hash);
  }, [data, hash]);
  if (data === undefined) {
    return error === null ? <Loading rows={8} /> : <Failed error={error} onRetry={() => void refetch()} />;
  }
  if (data === null) return <NotFound />;
  const [title, ...blocks] = parsePage(data.text);
  return (
    <>
      <ScreenHead
        title={title?.kind === 'heading' ? title.text : say('alerts.guide_title')}
        {...(page !== 'README' && { back: { to: '/operations', label: say('alerts.guide_title') } })}
      />
      {data.language !== reader && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {say('alerts.guide_in_english')}
        </Alert>
      )}
      <Card lang={data.language} sx={{ px: { xs: 2, sm: 3 }, pt: 2, pb: 1.5 }}>
        <GuidePlace value={data.file}>
          <GuideBlocks blocks={blocks} />
        </GuidePlace>
      </Card>
    </>
  );
}

/** Scrolls to a heading of the page and moves the keyboard focus there. */
function goToPlace(hash: string): void {
  const place = hash === '' ? null : document.getElementById(decodeURIComponent(hash.slice(1)));
  if (place === null) window.scrollTo(0, 0);
  place?.scrollIntoView();
  place?.focus({ preventScroll: true });
}
