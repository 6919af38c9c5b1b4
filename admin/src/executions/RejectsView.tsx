import ExpandIcon from '@mui/icons-material/ExpandMore';
import { Accordion, AccordionDetails, AccordionSummary, Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Reject } from '../../../src/contract/execution.ts';
import type { LeftOutTotals } from '../../../src/contract/left-out.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { MONO } from '../theme/theme.ts';
import { PagedSection } from '../ui/screens/PagedSection.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';
import { RejectActions, ReplayAll } from './RejectActions.tsx';
import { useLeftOut } from './use-left-out.ts';

const PER_PAGE = 25;

interface RejectsViewProps {
  /** Rejects of an execution, or open rejects of a configuration. */
  readonly of: {
    readonly resource: 'rejects' | 'open-rejects';
    readonly filter: Readonly<Record<string, string>>;
  };
  /** The amounts of all left-out rows, not only those on this page. */
  readonly leftOut: LeftOutTotals;
}

/** Rows of the store that could not be read, with the reason and the store's own data. */
export function RejectsView({ of, leftOut }: RejectsViewProps): ReactElement {
  const say = useTexts();
  const { ofAll } = useLeftOut();
  return (
    <PagedSection<Reject>
      title={say('executions.rejects')}
      resource={of.resource}
      filter={of.filter}
      perPage={PER_PAGE}
      sort={{ field: 'id', order: 'ASC' }}
      intro={
        leftOut.rows > 1 && (
          <Typography sx={{ px: 2.5, pb: 1, overflowWrap: 'anywhere' }}>
            {say('executions.left_out_by_all', { figures: ofAll(leftOut) })}
          </Typography>
        )
      }
      aside={
        of.resource === 'open-rejects' &&
        leftOut.rows > 0 && <ReplayAll configuration={of.filter['configuration'] ?? ''} />
      }
      empty={<Empty title={say('executions.no_rejects')} text={say('executions.no_rejects_hint')} />}
    >
      {(rejects) => (
        <Box sx={{ px: { xs: 1, sm: 1.5 }, pb: 1.5 }}>
          {rejects.map((reject) => (
            <RejectRow key={reject.id} reject={reject} />
          ))}
        </Box>
      )}
    </PagedSection>
  );
}

export function RejectRow({ reject }: { readonly reject: Reject }): ReactElement {
  const say = useTexts();
  const { ofOne } = useLeftOut();
  return (
    <Accordion disableGutters elevation={0} slotProps={{ transition: { unmountOnExit: true } }}>
      <AccordionSummary expandIcon={<ExpandIcon />}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5, rowGap: 0.5 }}>
          <Typography sx={{ fontWeight: 600 }}>
            {reject.kind === 'order' && reject.order_number !== null
              ? say('orders.number_of', { number: reject.order_number })
              : say(`executions.reject_${reject.kind}`, { id: String(reject.woo_id) })}
          </Typography>
          {reject.settled_at !== null && <Chip tone="good" label={say('executions.settled')} />}
          {reject.settled_at === null && reject.dismissed_at !== null && (
            <Chip tone="quiet" label={say('executions.reject_dismissed')} />
          )}
          <Typography sx={{ overflowWrap: 'anywhere' }}>{reject.message}</Typography>
          <Typography component="code" variant="body2" color="textSecondary">
            {reject.code}
          </Typography>
          <Typography component="span" variant="body2" color="textSecondary">
            <RelativeTime at={reject.created_at} />
          </Typography>
          <Typography variant="body2" sx={{ flexBasis: '100%', overflowWrap: 'anywhere' }}>
            {say('executions.left_out', { figures: ofOne(reject.left_out) })}
          </Typography>
        </Box>
      </AccordionSummary>
      <AccordionDetails>
        <RejectActions reject={reject} />
        {reject.dismiss_note !== null && (
          <Typography sx={{ mb: 1.5, overflowWrap: 'anywhere' }}>
            {say('executions.reject_dismiss_note')}: {reject.dismiss_note}
          </Typography>
        )}
        <Typography variant="body2" color="textSecondary" sx={{ mb: 0.5 }}>
          {say('executions.raw_row')}
        </Typography>
        <Box
          component="pre"
          tabIndex={0}
          sx={(theme) => ({
            m: 0,
            p: 1.5,
            maxHeight: 360,
            overflow: 'auto',
            borderRadius: 2,
            fontFamily: MONO,
            fontSize: '0.8125rem',
            backgroundColor: theme.palette.raised,
          })}
        >
          {reject.raw === null ? say('executions.raw_hidden') : JSON.stringify(reject.raw, null, 2)}
        </Box>
      </AccordionDetails>
    </Accordion>
  );
}
