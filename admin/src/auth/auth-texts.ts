import { auth as en } from '../texts/en/access/auth.ts';
import { auth as es } from '../texts/es/access/auth.ts';
import type { Language, Texts } from '../texts/texts.ts';

export type AuthTexts = Texts<typeof en>;

const TEXTS: Readonly<Record<Language, AuthTexts>> = { en, es };

export function authTexts(language: Language): AuthTexts {
  return TEXTS[language];
}
