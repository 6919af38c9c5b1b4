import type { ReactElement } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { ScreenHead } from '../ui/ScreenHead.tsx';

export default function Dashboard(): ReactElement {
  const say = useTexts();
  return <ScreenHead title={say('dashboard.title')} />;
}
