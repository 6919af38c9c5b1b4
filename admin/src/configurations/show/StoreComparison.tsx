import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Typography,
} from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Configuration } from '../../../../src/contract/configuration.ts';
import type { StoreComparisonReply } from '../../../../src/contract/store-comparison.ts';
import type { ApiError } from '../../api-error.ts';
import { act, call } from '../../data-provider.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { resourceOf } from '../../resources.ts';
import { Allowed } from '../../ui/screens/Allowed.tsx';
import { Facts } from '../../ui/screens/Facts.tsx';
import { Failed, Loading } from '../../ui/screens/States.tsx';
import { useAction } from '../../ui/screens/use-action.ts';

/**
 * Errors of an execution that ends because another store answers, or because the store differs from the record.
 */
const CODES: ReadonlySet<string> = new Set([
  'store.address-changed',
  'store.other-store',
  'store.product-changed',
  'store.older-copy',
  'store.older-state',
]);

interface StoreQuestionProps {
  readonly configuration: Configuration;
  /** The error code of the newest execution. */
  readonly errorCode: string | null;
}

/** Asks for a decision about a store that differs from the record; shows nothing if there is no such store. */
export function StoreQuestion({ configuration, errorCode }: StoreQuestionProps): ReactElement | null {
  const say = useTexts();
  const [open, setOpen] = useState(false);
  if (errorCode === null || !CODES.has(errorCode)) return null;
  return (
    <>
      <Alert
        severity="warning"
        action={
          <Allowed resource="configurations" action="trigger">
            <Button color="inherit" size="small" onClick={() => setOpen(true)}>
              {say('configurations.compare.open')}
            </Button>
          </Allowed>
        }
      >
        {say('configurations.compare.question')}
      </Alert>
      {open && <ComparisonDialog configuration={configuration} onClose={() => setOpen(false)} />}
    </>
  );
}

interface DialogProps {
  readonly configuration: Configuration;
  readonly onClose: () => void;
}

function ComparisonDialog({ configuration: { id }, onClose }: DialogProps): ReactElement {
  const say = useTexts();
  const { data, error, isPending, refetch } = useQuery<StoreComparisonReply, ApiError>({
    queryKey: ['configurations', 'store', id],
    queryFn: async ({ signal }) => await call(`${resourceOf('configurations').path}${id}/store/`, { signal }),
    retry: false,
  });
  const decide = useAction(
    async (decision: StoreComparisonReply['decisions'][number], site_url: string) =>
      await act<StoreComparisonReply>('configurations', id, 'confirm-store', { decision, site_url }),
    { done: () => say('configurations.compare.decided'), onDone: onClose },
  );
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby="compare-store">
      <DialogTitle id="compare-store">{say('configurations.compare.open')}</DialogTitle>
      <DialogContent>
        {isPending && <Loading />}
        {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
        {data !== undefined && <BothSides comparison={data} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{say('ra.action.close')}</Button>
        {data !== undefined && (
          <Allowed resource="configurations" action="edit">
            {data.decisions.map((decision) => (
              <Button
                key={decision}
                variant={decision === 'same_store' ? 'contained' : 'outlined'}
                disabled={decide.busy}
                onClick={() => decide.run(decision, data.found.site_url)}
              >
                {decision === 'same_store'
                  ? say(`configurations.compare.go_on.${goesOn(data)}`)
                  : say('configurations.compare.another_store')}
              </Button>
            ))}
          </Allowed>
        )}
      </DialogActions>
    </Dialog>
  );
}

function goesOn({ verdict }: StoreComparisonReply): 'address' | 'product' | 'older' | 'known' {
  if (verdict === 'moved') return 'address';
  if (verdict === 'product-changed') return 'product';
  return verdict === 'older' ? 'older' : 'known';
}

function BothSides({ comparison }: { readonly comparison: StoreComparisonReply }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { held, found, known_orders: known, verdict } = comparison;
  const time = (at: string | null): string => (at === null ? '–' : formats.dateTime(at));
  const facts = (side: typeof held | typeof found, orders: string) => [
    { label: say('configurations.compare.address'), value: side.site_url },
    { label: say('configurations.compare.prefix'), value: side.table_prefix },
    { label: say('configurations.compare.product_created'), value: time(side.product_created_at) },
    { label: say('configurations.compare.oldest'), value: side.oldest_orders.slice(0, 3).join(', ') || '–' },
    { label: say('configurations.compare.newest'), value: String(side.newest_order ?? '–') },
    { label: say('configurations.compare.newest_change'), value: time(side.newest_change_at) },
    { label: orders, value: formats.count(side.orders) },
  ];
  const lacks = comparison.missing_orders + comparison.older_orders + comparison.lost_check_ins > 0;
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <Alert severity={verdict === 'same' || verdict === 'respelled' ? 'success' : 'warning'}>
        {say(`configurations.compare.verdicts.${verdict.replaceAll('-', '_') as 'moved'}`)}
      </Alert>
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { sm: '1fr 1fr' } }}>
        <Side
          title={say('configurations.compare.held')}
          facts={facts(held, say('configurations.compare.event_orders'))}
        />
        <Side
          title={say('configurations.compare.found')}
          facts={facts(found, say('configurations.compare.store_orders'))}
        />
      </Box>
      <Typography variant="body2">{say('configurations.compare.known', { ...known })}</Typography>
      {lacks && (
        <Typography variant="body2">
          {say('configurations.compare.lacks', {
            missing: comparison.missing_orders,
            older: comparison.older_orders,
            check_ins: comparison.lost_check_ins,
          })}
        </Typography>
      )}
      {comparison.was_refused && (
        <Typography variant="body2">{say('configurations.compare.was_refused')}</Typography>
      )}
    </Box>
  );
}

interface SideProps {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

function Side({ title, facts }: SideProps): ReactElement {
  return (
    <Box>
      <Typography variant="subtitle2" component="h3" sx={{ mb: 1 }}>
        {title}
      </Typography>
      <Facts facts={facts} minWidth={260} />
    </Box>
  );
}
