import { Card } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import { useLanguage } from '../i18n/language.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { NotFound } from '../layout/NotFound.tsx';
import { ScreenHead } from '../ui/ScreenHead.tsx';
import { Failed, Loading } from '../ui/States.tsx';
import { GuideBlocks } from './GuideBlocks.tsx';
import { loadGuidePage } from './guide-pages.ts';
import { parsePage } from './parse-page.ts';

/** A page of the operations guide: what to do when something is wrong, in the reader's language. */
export default function GuidePage(): ReactElement {
  const { page = 'README' } = useParams();
  const say = useTexts();
  const language = useLanguage();
  const { data, error, refetch } = useQuery({
    queryKey: ['guide', page, language],
    queryFn: async () => await loadGuidePage(page, language),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data === undefined) {
    return error === null ? <Loading rows={8} /> : <Failed error={error} onRetry={() => void refetch()} />;
  }
  if (data === null) return <NotFound />;
  const [title, ...blocks] = parsePage(data);
  return (
    <>
      <ScreenHead
        title={title?.kind === 'heading' ? title.text : say('alerts.guide_title')}
        {...(page !== 'README' && { back: { to: '/operations', label: say('alerts.guide_title') } })}
      />
      <Card sx={{ px: { xs: 2, sm: 3 }, pt: 2, pb: 1.5 }}>
        <GuideBlocks blocks={blocks} />
      </Card>
    </>
  );
}
