import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import type { ExplainedReason } from '../../../src/contract/ticketing/explanation.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { TextKey } from '../texts/dictionary.ts';
import { Section } from '../ui/screens/Section.tsx';

interface Part {
  readonly title: TextKey;
  readonly topics: readonly ExplainedReason['topic'][];
  /** true if each sentence follows from the one before. */
  readonly inSteps?: boolean;
}

const PARTS: readonly Part[] = [
  { title: 'explain.why', topics: ['order', 'status'] },
  { title: 'explain.money', topics: ['money'], inSteps: true },
  { title: 'explain.refunds', topics: ['refund'] },
  { title: 'explain.tickets', topics: ['tickets', 'ticket'] },
];

/** The decisions of the rules, each in one sentence with its figures. */
export function Reasons({ reasons }: { readonly reasons: readonly ExplainedReason[] }): ReactElement {
  const say = useTexts();
  return (
    <>
      {PARTS.map(({ title, topics, inSteps = false }) => {
        const said = reasons.filter(({ topic }) => topics.includes(topic));
        if (said.length === 0) return null;
        return (
          <Section key={title} title={say(title)}>
            <Box
              component={inSteps ? 'ol' : 'ul'}
              sx={{ m: 0, pl: 2.5, display: 'grid', gap: 0.75, overflowWrap: 'anywhere' }}
            >
              {said.map(({ code, sentence }) => (
                <li key={`${code} ${sentence}`}>{sentence}</li>
              ))}
            </Box>
          </Section>
        );
      })}
    </>
  );
}
