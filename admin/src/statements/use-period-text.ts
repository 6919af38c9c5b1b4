import type { Statement } from '../../../src/contract/ticketing/statements.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';

/** Says from which day to which day a statement is. */
export function usePeriodText(): (one: Pick<Statement, 'first_day' | 'last_day'>) => string {
  const say = useTexts();
  const formats = useFormats();
  return ({ first_day: from, last_day: until }) =>
    from === null
      ? say('statements.period_first', { until: formats.day(until, { dateStyle: 'medium' }) })
      : say('statements.period_text', {
          from: formats.day(from, { dateStyle: 'medium' }),
          until: formats.day(until, { dateStyle: 'medium' }),
        });
}
