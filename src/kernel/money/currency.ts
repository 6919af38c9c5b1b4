import { formatMinor, formatMoney, type Money, roundToMinor } from './money.ts';

/**
 * The number of decimals of each currency. Every ISO 4217 currency with another number than two is listed. An
 * unknown code gives undefined, so that a row with an unknown currency becomes a reject instead of being
 * rounded wrongly.
 *
 * @source ISO 4217, list one, minor units
 */
const ZERO_DECIMALS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const THREE_DECIMALS = 'BHD IQD JOD KWD LYD OMR TND';
const FOUR_DECIMALS = 'CLF UYW';
const TWO_DECIMALS =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF ' +
  'CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK ' +
  'HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR ' +
  'MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP ' +
  'SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ' +
  'ZAR ZMW ZWG ZWL';
/** Withdrawn currencies that old orders may have. Each was divided into a hundred units. */
const WITHDRAWN = 'CSD EEK GHC LTL LVL MRO MZM ROL SKK STD TMM TRL VEB VEF ZMK ZWD ZWR';
/**
 * Codes that are not in ISO 4217 but possible in a store: WooCommerce offers them or once did (KIP for LAK, RMB
 * for CNY, RUR for RUB). The Persian edition adds toman and rial in thousands.
 */
const OFFERED_BY_WOOCOMMERCE = {
  BYR: 0,
  IRT: 0,
  IRHR: 0,
  IRHT: 0,
  GGP: 2,
  IMP: 2,
  JEP: 2,
  KIP: 2,
  PRB: 2,
  RMB: 2,
  RUR: 2,
  BTC: 8,
};

const MINOR_DIGITS: ReadonlyMap<string, number> = new Map([
  ...ZERO_DECIMALS.split(' ').map((code) => [code, 0] as const),
  ...[TWO_DECIMALS, WITHDRAWN].flatMap((codes) => codes.split(' ').map((code) => [code, 2] as const)),
  ...THREE_DECIMALS.split(' ').map((code) => [code, 3] as const),
  ...FOUR_DECIMALS.split(' ').map((code) => [code, 4] as const),
  ...Object.entries(OFFERED_BY_WOOCOMMERCE),
]);

/** The number of decimals that an amount in an unknown currency is shown with. */
const USUAL_DIGITS = 2;

export function minorDigitsOf(currency: string): number | undefined {
  return MINOR_DIGITS.get(currency);
}

/**
 * An amount with the digits of its currency. If it has more digits it keeps them, because the store's own value
 * must not be rounded again.
 */
export function formatAmount(amount: Money, currency: string | null): string {
  const digits = (currency === null ? undefined : minorDigitsOf(currency)) ?? USUAL_DIGITS;
  if (roundToMinor(amount, digits) === amount) return formatMinor(amount, digits);
  return formatMoney(amount).replace(/0+$/, '');
}
