/** What the feed of changes names, and what may happen to it. */
const CHANGE_VERBS = {
  order: ['created', 'updated', 'cancelled', 'refunded', 'removed'],
  ticket: ['created', 'updated', 'cancelled', 'refunded', 'removed'],
  check_in: ['created', 'refused'],
  event: ['created', 'updated', 'removed'],
  execution: ['succeeded', 'failed', 'cancelled'],
  alert: ['opened', 'acknowledged', 'resolved'],
} as const;

/** For example `order.created`. */
export const CHANGE_KINDS: readonly string[] = Object.entries(CHANGE_VERBS).flatMap(([subject, verbs]) =>
  verbs.map((verb) => `${subject}.${verb}`),
);

/** All kinds of one subject are written as `order.*`. */
export const CHANGE_KIND_GROUPS: readonly string[] = Object.keys(CHANGE_VERBS).map(
  (subject) => `${subject}.*`,
);

/** The kinds that these names mean. A name that is no kind and no group means nothing. */
export function kindsOf(names: readonly string[]): readonly string[] {
  const wanted = new Set(names);
  return CHANGE_KINDS.filter((kind) => wanted.has(kind) || wanted.has(`${kind.split('.')[0]}.*`));
}
