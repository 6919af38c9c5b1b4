import type { ReactElement } from 'react';
import type { CredentialsReply } from '../../../src/contract/credentials.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { MONO } from '../theme/theme.ts';
import { Facts } from '../ui/Facts.tsx';
import { Section } from '../ui/Section.tsx';

/** The keys that a person compared: none but these is spoken to. */
export function HostKeys({ set }: { readonly set: CredentialsReply }): ReactElement | null {
  const say = useTexts();
  const facts = (['ssh', 'jump'] as const).flatMap((hop) => {
    const key = set[`${hop}_host_key`];
    if (key === null) return [];
    return [
      {
        label: say(`credentials.host_key_of.${hop}`),
        value: <span style={{ fontFamily: MONO, fontSize: '0.8125rem' }}>{key}</span>,
      },
    ];
  });
  if (facts.length === 0) return null;
  return (
    <Section title={say('credentials.host_keys')}>
      <Facts facts={facts} minWidth={320} />
    </Section>
  );
}
