import type { FastifyRequest } from 'fastify';
import type { Language } from '../../vocabulary/people.ts';

/** The maximum number of languages that are read. Browsers send a handful. */
const MOST_RANGES = 30;

/** The first supported language of an `Accept-Language`; English if there is none. */
function languageOf(header: string | undefined): Language {
  let best: { readonly language: Language; readonly weight: number } | null = null;
  for (const part of (header ?? '').split(',', MOST_RANGES)) {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language = /^es(-|$)/.test(range) ? 'es' : /^(en(-|$)|\*$)/.test(range) ? 'en' : null;
    if (language === null) continue;
    const quality = parameters
      .map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1])
      .find((q) => q !== undefined);
    const weight = quality === undefined ? 1 : Number(quality);
    if (weight > 0 && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language ?? 'en';
}

/** The language that the sender of a request reads. */
export function languageAsked(request: Pick<FastifyRequest, 'headers'>): Language {
  return languageOf(request.headers['accept-language']);
}
