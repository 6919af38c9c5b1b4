/**
 * What WordPress does to text between a form and a column. A reader has to undo it, so the demo store has
 * to do it: attendees are sanitised, answers are escaped, backslashes are lost or doubled by layout.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

/** A one-line field as it comes out of the checkout: no tags, no line breaks, single spaces, trimmed. */
export function sanitizeField(typed: string): string {
  return typed
    .replace(/<\/?[a-zA-Z][^>]*>/g, '')
    .replaceAll('<', '&lt;')
    .replace(/[\r\n\t ]+/g, ' ')
    .trim();
}

/** Escaped for HTML; what is an entity already stays one. */
export function escapeHtml(text: string): string {
  return text.replace(/&(?!(?:#\d+|[a-z]+);)|[<>"']/g, (found) => ENTITIES[found] ?? found);
}

export function addSlashes(text: string): string {
  return text.replace(/[\\'"]/g, (found) => `\\${found}`);
}

/** What saving a post's meta takes away. */
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
