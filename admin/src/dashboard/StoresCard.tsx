import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Stats } from '../../../src/contract/management.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';

/** The time up to which each store is synced; the store that is furthest behind comes first. */
export function StoresCard({ stores }: Pick<Stats, 'stores'>): ReactElement {
  const say = useTexts();
  const may = useMay();
  return (
    <Section title={say('dashboard.stores')} flush>
      {stores.length === 0 && (
        <Typography color="textSecondary" sx={{ px: 2.5, pb: 2.5 }}>
          {say('dashboard.no_stores')}
        </Typography>
      )}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {stores.map((store) => (
          <Box
            component="li"
            key={store.credentials}
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              alignItems: 'center',
              justifyContent: 'space-between',
              gap: 1,
              px: 2.5,
              py: 1.25,
              borderTop: 1,
              borderColor: 'divider',
            }}
          >
            <Box sx={{ minWidth: 0 }}>
              {may('credentials', 'show') ? (
                <NameLink to={`/credentials/${store.credentials}/show`}>{store.name}</NameLink>
              ) : (
                <Typography sx={{ fontWeight: 600 }}>{store.name}</Typography>
              )}
              <Typography variant="body2" color="textSecondary">
                {say('dashboard.of_configurations', { smart_count: store.configurations })}
              </Typography>
            </Box>
            <Box sx={{ ml: 'auto', textAlign: 'right' }}>
              {store.unreachable_since !== null && (
                <Typography component="div" variant="body2">
                  <Chip tone="bad" label={say('dashboard.unreachable')} />{' '}
                  <RelativeTime at={store.unreachable_since} />
                </Typography>
              )}
              <Typography component="div" variant="body2" color="textSecondary">
                {store.in_step_until === null ? (
                  say('dashboard.never_in_step')
                ) : (
                  <>
                    {say(store.unreachable_since === null ? 'dashboard.in_step' : 'dashboard.data_until')}{' '}
                    <RelativeTime at={store.in_step_until} />
                  </>
                )}
              </Typography>
            </Box>
          </Box>
        ))}
      </Box>
    </Section>
  );
}
