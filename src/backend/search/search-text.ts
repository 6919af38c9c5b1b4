/** What somebody typed into a search box, as each kind of column is asked for it. */
export interface SearchTerms {
  /** Words of a name; null where what was typed cannot be one. */
  readonly words: string | null;
  /** What may be a number, in each case that a store may write its letters in; empty where it cannot be. */
  readonly numbers: readonly string[];
  /** Part of an e-mail address; null where it cannot be one. */
  readonly mailPart: string | null;
  readonly phone: PhoneEnd | null;
}

/** The end of a phone, its digits from the last to the first, as `phone_backwards` has them. */
interface PhoneEnd {
  /** What a phone that is as long or longer begins with, read backwards. */
  readonly beginning: string;
  /** Phones that are shorter than what was typed: somebody wrote them down without their area. */
  readonly whole: readonly string[];
}

/** An address has so many characters in a row in common with thousands of others if they are fewer. */
const SHORTEST_MAIL_PART = 3;
/** Fewer digits are the end of too many phones. */
const SHORTEST_PHONE = 6;
/** So many digits identify a phone within a country; what comes before them is written in many ways. */
const PHONE_DIGITS = 9;
/** A name has fewer; each word more costs a search of its own. */
const MOST_WORDS = 8;
/** As `search_words` leaves them: parted by spaces and signs. */
const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** What was typed decides what it can be; one piece may be a number, a phone, part of an address and a name at once. */
export function searchTerms(typed: string): SearchTerms {
  const text = typed.normalize('NFC').trim();
  const pieces = text.split(/\s+/);
  // The number of an order may have spaces; words without a digit are a name.
  const number = pieces.length === 1 || /\d/.test(text) ? pieces.join(' ').replace(/^#\s*/, '') : '';
  const words = (text.match(WORD) ?? []).slice(0, MOST_WORDS);
  return {
    words: words.length === 0 || text.includes('@') ? null : words.join(' '),
    numbers:
      number === '' || number.includes('@')
        ? []
        : [...new Set([number, number.toUpperCase(), number.toLowerCase()])],
    mailPart: pieces.length === 1 && text.length >= SHORTEST_MAIL_PART ? text : null,
    phone: phoneEnd(text),
  };
}

function phoneEnd(text: string): PhoneEnd | null {
  if (!/^\+?[\d\s().\-/]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  if (digits.length < SHORTEST_PHONE) return null;
  const backwards = digits.split('').reverse().join('');
  const beginning = backwards.slice(0, PHONE_DIGITS);
  const shorter = Array.from(
    { length: beginning.length - SHORTEST_PHONE },
    (_, more) => SHORTEST_PHONE + more,
  );
  return { beginning, whole: shorter.map((length) => beginning.slice(0, length)) };
}

/** A `like` pattern that matches exactly this text. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/**
 * Finds rows of a small table by their names: each word that was typed is part of them, in any order, whatever its
 * case and accents.
 *
 * @param parameter of what was typed; null finds every row
 */
export function hasWords(parameter: string, columns: readonly string[]): string {
  const names = columns.map((column) => `search_words(${column})`).join(` || ' ' || `);
  return `(${parameter}::text is null or coalesce((
    select bool_and(position(word in names.text) > 0)
    from (select lower(${names}) as text offset 0) names,
      regexp_split_to_table(lower(search_words(${parameter})), '\\s+') word where word <> ''), false))`;
}
