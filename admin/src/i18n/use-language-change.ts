import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNotificationContext } from 'react-admin';
import { keptLanguage } from './language.ts';

/**
 * What the server said in the language before is asked for anew, and what was told in passing goes away. Used once,
 * by the frame around all screens.
 */
export function useLanguageChange(): void {
  const queries = useQueryClient();
  const { resetNotifications } = useNotificationContext();
  useEffect(
    () =>
      keptLanguage.subscribe(() => {
        resetNotifications();
        void queries.invalidateQueries();
      }),
    [queries, resetNotifications],
  );
}
