import type { LeftOut, LeftOutTotals } from '../../../src/contract/left-out.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';

interface LeftOutText {
  /** `$45,000, 3 tickets, 1 person already checked in`. */
  readonly ofAll: (totals: LeftOutTotals) => string;
  readonly ofOne: (row: LeftOut) => string;
}

/** Describes in figures what the store's unreadable rows leave out. */
export function useLeftOut(): LeftOutText {
  const say = useTexts();
  const formats = useFormats();
  const ofAll = (totals: LeftOutTotals): string => {
    const { rows, money, unknown_money, tickets, unknown_tickets, checked_in, earlier_versions } = totals;
    const amounts = money.map(({ currency, total, is_partial }) => {
      const amount = formats.money(total, currency);
      return is_partial ? say('executions.left_out_at_least', { amount }) : amount;
    });
    const ofSome = (what: 'unknown_money' | 'unknown_tickets' | 'earlier_version', count: number): string =>
      count === rows
        ? say(`executions.left_out_${what}`)
        : say(`executions.left_out_${what}_of`, { rows: count });
    const figures = [
      ...amounts,
      ...(unknown_money > 0 ? [ofSome('unknown_money', unknown_money)] : []),
      ...(unknown_tickets < rows ? [say('executions.left_out_tickets', { smart_count: tickets })] : []),
      ...(unknown_tickets > 0 ? [ofSome('unknown_tickets', unknown_tickets)] : []),
      ...(checked_in > 0 ? [say('executions.left_out_checked_in', { smart_count: checked_in })] : []),
    ];
    const here = earlier_versions > 0 ? `; ${ofSome('earlier_version', earlier_versions)}` : '';
    return figures.join(', ') + here;
  };
  const ofOne = (row: LeftOut): string => {
    const { currency, total, is_partial, tickets, checked_in, has_earlier_version } = row;
    return ofAll({
      rows: 1,
      money: currency === null || total === null ? [] : [{ currency, total, is_partial }],
      unknown_money: total === null ? 1 : 0,
      tickets: tickets ?? 0,
      unknown_tickets: tickets === null ? 1 : 0,
      checked_in: checked_in ?? 0,
      earlier_versions: has_earlier_version ? 1 : 0,
    });
  };
  return { ofAll, ofOne };
}
