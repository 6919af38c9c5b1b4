import type { Language } from '../../vocabulary/people.ts';
import type { Hop } from '../connect/connect-step.ts';
import { ADVICE_IN_ENGLISH } from './advice-en.ts';
import { ADVICE_IN_SPANISH } from './advice-es.ts';
import type { DiagnosisStepName } from './diagnosis.ts';

/** The meaning of a failed step, and its remedy. */
export interface Advice {
  readonly means: string;
  readonly todo: string;
}

/** All texts of a connection test in one language. */
export interface AdviceTexts {
  readonly steps: Readonly<Record<DiagnosisStepName, string>>;
  readonly hops: Readonly<Record<Hop, string>>;
  readonly codes: Readonly<Record<string, Advice>>;
  /** For codes without advice of their own. */
  readonly otherwise: Advice;
}

const TEXTS: Readonly<Record<Language, AdviceTexts>> = { en: ADVICE_IN_ENGLISH, es: ADVICE_IN_SPANISH };

export function adviceTexts(language: Language): AdviceTexts {
  return TEXTS[language];
}

export function adviceFor(code: string, language: Language): Advice {
  const { codes, otherwise } = TEXTS[language];
  return codes[code] ?? otherwise;
}
