import { useTranslate } from 'react-admin';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';

/** The group of the dictionary that translates the codes of each field. */
const CODES: Readonly<Record<string, string>> = {
  frequency: 'words.frequency.',
  refund_policy: 'words.refund_policy.',
  role: 'words.role.',
  status: 'sales.event_status.',
  transport: 'credentials.transports.',
  text_encoding: 'credentials.text_encodings.',
  tls_mode: 'credentials.tls.',
};
const PERCENT: ReadonlySet<string> = new Set(['service_fee_percentage', 'max_removal_percent']);
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Formats a value before or after a change for the reader. Names and hosts stay unchanged. */
export function useAuditValue(): (field: string, value: string | null) => string {
  const say = useTexts();
  const translate = useTranslate();
  const formats = useFormats();
  return (field, value) => {
    if (value === null || value === '') return say('audit.nothing');
    if (PERCENT.has(field)) return formats.percent(Number(value));
    if (value === 'true' || value === 'false') return translate(`ra.boolean.${value}`);
    if (INSTANT.test(value)) return formats.dateTime(value);
    const codes = CODES[field];
    return codes === undefined ? value : translate(`${codes}${value}`, { _: value });
  };
}
