import { useSearchParams } from 'react-router-dom';

/** The tab that is shown. It is kept in the address, so that links and the browser's back button work. */
export function useTab<T extends string>(tabs: readonly [T, ...T[]]): readonly [T, (tab: T) => void] {
  const [query, setQuery] = useSearchParams();
  const asked = query.get('tab');
  const tab = tabs.find((one) => one === asked) ?? tabs[0];
  const choose = (next: T): void => {
    setQuery(next === tabs[0] ? {} : { tab: next }, { replace: true });
  };
  return [tab, choose];
}
