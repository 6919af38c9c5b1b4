/** The same texts in another language: exactly the same keys. */
export type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

/** The keys of a dictionary's texts: `configurations.action.pause`. */
export type KeyOf<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeyOf<T[K]>}`;
}[keyof T & string];

export type Language = 'en' | 'es';
export const LANGUAGES: readonly Language[] = ['en', 'es'];
