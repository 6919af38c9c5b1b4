import { useSearchParams } from 'react-router-dom';

/** Which part of a screen is shown, kept in its address so that it can be linked to and gone back from. */
export function useTab<T extends string>(tabs: readonly [T, ...T[]]): readonly [T, (tab: T) => void] {
  const [query, setQuery] = useSearchParams();
  const asked = query.get('tab');
  const tab = tabs.find((one) => one === asked) ?? tabs[0];
  const choose = (next: T): void => {
    setQuery(next === tabs[0] ? {} : { tab: next }, { replace: true });
  };
  return [tab, choose];
}
