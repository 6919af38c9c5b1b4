import type { ReactElement } from 'react';
import type { OutboundEndpoint } from '../../../src/contract/outbound.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { Chip } from '../ui/values/Chip.tsx';

const TONE = { active: 'good', paused: 'quiet', ended: 'bad' } as const;

/** The state of an endpoint. An active one whose receiver is away says so. */
export function EndpointStatus({ endpoint }: { readonly endpoint: OutboundEndpoint }): ReactElement {
  const say = useTexts();
  const words = useWords();
  if (endpoint.state === 'active' && endpoint.failures > 0)
    return <Chip tone="warn" label={say('outbound.failing')} />;
  return <Chip tone={TONE[endpoint.state]} label={words('endpoint_state', endpoint.state)} />;
}
