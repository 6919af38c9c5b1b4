/** How a search of people or numbers is put to the indexes. */
export interface SearchTerms {
  /** Words of a name; null where what was typed cannot be one. */
  readonly words: string | null;
  /** A `like` pattern for what a number or an address begins with; null where it has several words. */
  readonly beginning: string | null;
}

/**
 * What somebody typed into a search box. One piece may be the beginning of a number, of an e-mail address or of
 * a name; several pieces are words of a name, each the beginning of one.
 */
export function searchTerms(typed: string): SearchTerms {
  const text = typed.trim();
  const pieces = text.split(/\s+/);
  return {
    words: text.includes('@') ? null : text,
    beginning: pieces.length === 1 && text !== '' ? `${text.replace(/[\\%_]/g, '\\$&')}%` : null,
  };
}
