import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { WebhooksReply } from '../../../../src/contract/credentials.ts';
import { useTexts } from '../../i18n/use-texts.ts';

const BEFORE = ['open', 'add'] as const;
const AFTER = ['address', 'secret', 'version', 'save'] as const;

/** What to enter in WooCommerce, in its order. */
export function WebhookSteps({ topics }: Pick<WebhooksReply, 'topics'>): ReactElement {
  const say = useTexts();
  return (
    <Box>
      <Typography variant="subtitle2" component="h3">
        {say('webhooks.steps_title')}
      </Typography>
      <Box component="ol" sx={{ m: 0, pl: 3, '& li': { mt: 0.75 } }}>
        {BEFORE.map((step) => (
          <li key={step}>{say(`webhooks.steps.${step}`)}</li>
        ))}
        <li>
          {say('webhooks.steps.topics')}
          <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
            {topics.map((topic) => (
              <li key={topic}>
                {say(`webhooks.topics.${nameOf(topic)}`)} <code>{topic}</code>
              </li>
            ))}
          </Box>
        </li>
        {AFTER.map((step) => (
          <li key={step}>{say(`webhooks.steps.${step}`)}</li>
        ))}
      </Box>
    </Box>
  );
}

type Topic = WebhooksReply['topics'][number];

/** A dot separates the parts of a text's name. */
function nameOf(topic: Topic) {
  return topic.replace('.', '_') as 'order_created' | 'order_updated' | 'order_deleted' | 'order_restored';
}
