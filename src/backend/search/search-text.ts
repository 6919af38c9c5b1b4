/** The text of a search, in the form that each kind of column needs. */
export interface SearchTerms {
  /** The words of a name; null if the text cannot be a name. */
  readonly words: string | null;
  /**
   * A single word that may be a number, in each case in which a store may write its letters. Empty if the text
   * cannot be a number.
   */
  readonly numbers: readonly string[];
  /** Part of an e-mail address; null if the text cannot be one. */
  readonly mailPart: string | null;
  readonly phone: PhoneEnd | null;
}

/** The end of a phone number: its digits from the last to the first, as in `phone_backwards`. */
interface PhoneEnd {
  /** The beginnings of the reversed phone number, at least this long. */
  readonly beginning: string;
  /**
   * Stored phone numbers that are shorter than the search text, because they were entered without the area
   * code.
   */
  readonly whole: readonly string[];
}

/** A shorter text occurs in thousands of e-mail addresses. */
const SHORTEST_MAIL_PART = 3;
/** Too many phone numbers end with fewer digits than this. */
const SHORTEST_PHONE = 6;
/** This many digits identify a phone number within a country. The country's prefix is written in many ways. */
const PHONE_DIGITS = 9;
/** Names have fewer words than this, and each word costs a search of its own. */
const MOST_WORDS = 8;
/** Splits a text into words like `search_words` does: by spaces and punctuation. */
const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/**
 * Finds out from the form of the text what it may be. One word may be a number, a phone number, part of an
 * e-mail address and a name at once.
 */
export function searchTerms(typed: string): SearchTerms {
  const text = typed.normalize('NFC').trim();
  const pieces = text.split(/\s+/);
  // The number of an order may contain spaces, but words without a digit are a name.
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
 * Finds rows of a small table by name: each word of the search must be part of the name, in any order,
 * regardless of case and accents.
 *
 * @param parameter the parameter with the text of the search; null finds every row
 */
export function hasWords(parameter: string, columns: readonly string[]): string {
  const names = columns.map((column) => `search_words(${column})`).join(` || ' ' || `);
  return `(${parameter}::text is null or coalesce((
    select bool_and(position(word in names.text) > 0)
    from (select lower(${names}) as text offset 0) names,
      regexp_split_to_table(lower(search_words(${parameter})), '\\s+') word where word <> ''), false))`;
}

/** The numbers of an event's further products, as a text for `hasWords`. */
export function furtherProductsOf(configurationId: string): string {
  return `coalesce((select string_agg(p.woo_product_id::text, ' ')
    from sync_configuration_products p where p.configuration_id = ${configurationId}), '')`;
}
