import type { ReactNode } from 'react';
import type { Conflict } from '../../../src/contract/conflict.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Moment } from '../ui/values/Moment.tsx';

interface PartProps {
  readonly conflict: Conflict;
}

/** When the store refunded or cancelled the ticket, as exactly as it is known, in the event's zone. */
export function RevokedAt({ conflict: { entry, timezone } }: PartProps): ReactNode {
  const say = useTexts();
  const formats = useFormats();
  const at = entry?.revoked_at ?? null;
  if (at === null) return say('conflicts.time_unknown');
  if (entry?.revoked_at_exact === true) return <Moment at={at} timeZone={timezone} />;
  return say('conflicts.at_latest', { time: formats.dateTime(at, timezone) });
}

export function EnteredAt({ conflict: { entry, timezone } }: PartProps): ReactNode {
  const say = useTexts();
  const at = entry?.entered_at ?? null;
  return at === null ? say('conflicts.time_unknown') : <Moment at={at} timeZone={timezone} />;
}

/** The gate that checked the ticket in, and the user there. */
export function GateName({ conflict: { entry } }: PartProps): ReactNode {
  const say = useTexts();
  const by = entry?.entered_by_name ?? null;
  switch (entry?.entered_through ?? null) {
    case null:
      return say('conflicts.gate_unknown');
    case 'woocommerce':
      return say('conflicts.gate_woocommerce');
    case 'local':
      return by === null ? say('conflicts.gate_local') : say('conflicts.gate_local_by', { name: by });
  }
}
