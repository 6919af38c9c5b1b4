/**
 * Changes text as WordPress does between a form and a column, because a reader has to undo this. Attendees are
 * sanitised, answers are escaped, and backslashes are lost or doubled, depending on the layout.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

/** A field of one line as the checkout stores it: no tags, no line breaks, single spaces, trimmed. */
export function sanitizeField(typed: string): string {
  return typed
    .replace(/<\/?[a-zA-Z][^>]*>/g, '')
    .replaceAll('<', '&lt;')
    .replace(/[\r\n\t ]+/g, ' ')
    .trim();
}

/** Escapes text for HTML; existing entities stay. */
export function escapeHtml(text: string): string {
  return text.replace(/&(?!(?:#\d+|[a-z]+);)|[<>"']/g, (found) => ENTITIES[found] ?? found);
}

export function addSlashes(text: string): string {
  return text.replace(/[\\'"]/g, (found) => `\\${found}`);
}

/** Removes backslashes, as saving a post's meta does. */
export function stripSlashes(text: string): string {
  return text.replace(/\\(.?)/gs, '$1');
}

/** The last part of a post's address. */
export function slugify(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/&[a-z]+;/g, '')
    .replace(/[^a-z0-9\p{Emoji_Presentation}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .replace(/[^a-z0-9-]+/g, (found) => encodeURIComponent(found).toLowerCase());
}
