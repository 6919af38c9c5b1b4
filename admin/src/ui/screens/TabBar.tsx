import { Box, Tab, Tabs } from '@mui/material';
import type { ReactElement } from 'react';

interface TabBarProps<T extends string> {
  readonly tabs: readonly { readonly value: T; readonly label: string; readonly count?: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly label: string;
}

/** The tabs of a page, of which one is shown at a time. */
export function TabBar<T extends string>({ tabs, value, onChange, label }: TabBarProps<T>): ReactElement {
  return (
    <Box sx={{ borderBottom: 1, borderColor: 'divider', mb: 2.5 }}>
      <Tabs value={value} onChange={(_, next: T) => onChange(next)} aria-label={label}>
        {tabs.map((tab) => (
          <Tab
            key={tab.value}
            value={tab.value}
            label={
              <span>
                {tab.label}
                {tab.count !== undefined && (
                  <Box component="span" sx={{ ml: 0.75, color: 'text.secondary', fontWeight: 500 }}>
                    {tab.count}
                  </Box>
                )}
              </span>
            }
          />
        ))}
      </Tabs>
    </Box>
  );
}
