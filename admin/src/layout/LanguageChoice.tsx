import type { ReactElement } from 'react';
import { useLocaleState } from 'react-admin';
import { useTexts } from '../i18n/use-texts.ts';
import { ChoiceRow } from './ChoiceRow.tsx';

/** Each language by its own name. */
const LANGUAGES = [
  { value: 'es', label: 'Español' },
  { value: 'en', label: 'English' },
];

export function LanguageChoice(): ReactElement {
  const say = useTexts();
  const [locale, setLocale] = useLocaleState();
  return <ChoiceRow label={say('layout.language')} choices={LANGUAGES} value={locale} onChange={setLocale} />;
}
