import type { ReactElement } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { Empty } from '../ui/screens/States.tsx';

/** Shown instead of the figures if the event has no sales. */
export function NoSales(): ReactElement {
  const say = useTexts();
  return <Empty title={say('events.no_sales')} text={say('events.no_sales_hint')} />;
}
