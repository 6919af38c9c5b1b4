import { gate as en } from '../texts/en/gate.ts';
import { gate as es } from '../texts/es/gate.ts';
import type { Language, Texts } from '../texts/texts.ts';

export type GateTexts = Texts<typeof en>;

const TEXTS: Readonly<Record<Language, GateTexts>> = { en, es };

export function gateTexts(language: Language): GateTexts {
  return TEXTS[language];
}
