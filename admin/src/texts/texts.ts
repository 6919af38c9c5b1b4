/** The same texts in another language: every key, none besides. */
export type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

/** The ways to the texts of a dictionary: `configurations.action.pause`. */
export type KeyOf<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeyOf<T[K]>}`;
}[keyof T & string];

export type Language = 'en' | 'es';
export const LANGUAGES: readonly Language[] = ['en', 'es'];
