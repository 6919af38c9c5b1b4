import { type ReactElement, useMemo } from 'react';
import { useGetList, useNotify } from 'react-admin';
import { useNavigate, useSearchParams } from 'react-router-dom';
import type { Configuration } from '../../../../src/contract/configuration.ts';
import type { CredentialsReply } from '../../../../src/contract/credentials.ts';
import { dataProvider } from '../../data-provider.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useSubmit } from '../../ui/forms/use-submit.ts';
import { ScreenHead } from '../../ui/screens/ScreenHead.tsx';
import { Loading } from '../../ui/screens/States.tsx';
import { useWhole } from '../../ui/screens/use-whole.ts';
import { ConfigurationForm } from './ConfigurationForm.tsx';
import { type FormValues, fromForm, toForm } from './form-values.ts';

/**
 * The form for a new configuration. `?from=<id>` fills it with the values of an existing one, for another
 * product.
 */
export default function ConfigurationCreate(): ReactElement {
  const say = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const values = useFirstValues();
  const submit = useSubmit(async (given: FormValues) => {
    const { data } = await dataProvider.create<Configuration>('configurations', { data: fromForm(given) });
    notify(say('configurations.created_note'), { type: 'success' });
    void navigate(`/configurations/${data.id}/show`);
  });
  return (
    <>
      <ScreenHead
        title={say('configurations.new')}
        back={{ to: '/configurations', label: say('configurations.title') }}
      />
      {values === null ? (
        <Loading rows={8} />
      ) : (
        <ConfigurationForm values={values} onSubmit={submit} existing={null} />
      )}
    </>
  );
}

/**
 * The initial values; null while they are loading. They come from the newest configuration, because the next
 * one is likely to be similar.
 */
function useFirstValues(): Partial<FormValues> | null {
  const [query] = useSearchParams();
  const from = query.get('from');
  const copied = useWhole<Configuration>('configurations', from ?? '', { enabled: from !== null });
  const latest = useGetList<Configuration>('configurations', {
    pagination: { page: 1, perPage: 1 },
    sort: { field: 'created_at', order: 'DESC' },
  });
  const sets = useGetList<CredentialsReply>('credentials', {
    pagination: { page: 1, perPage: 200 },
    sort: { field: 'id', order: 'ASC' },
  });
  const isPending = latest.isPending || sets.isPending || (from !== null && copied.isPending);
  return useMemo(() => {
    if (isPending) return null;
    const pattern = copied.data ?? latest.data?.[0];
    const usual = sets.data?.find((set) => set.is_default)?.id;
    const base: Partial<FormValues> = {
      service_fee_percentage: '10.00',
      ticket_tier_name: 'General',
      frequency: 'hourly',
      timezone: null,
      mapping: [],
      ...(usual === undefined ? {} : { credentials: usual }),
    };
    if (pattern === undefined) return base;
    const { organizer_email, organizer_name, service_fee_percentage } = pattern;
    if (copied.data === undefined)
      return { ...base, organizer_email, organizer_name, service_fee_percentage };
    const {
      name: _n,
      event_name: _e,
      woocommerce_product_id: _p,
      more_products: _m,
      ...rest
    } = toForm(copied.data);
    return {
      ...rest,
      // The zone is copied only if a person chose it, because the other product may belong to another store.
      timezone: copied.data.timezone_source === 'given' ? rest.timezone : null,
      event_start_date: null,
      event_end_date: null,
      event_description: null,
      woocommerce_variation_id: null,
    };
  }, [isPending, copied.data, latest.data, sets.data]);
}
