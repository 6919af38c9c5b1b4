export const ROLES = ['superuser', 'operator', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Languages of the panel, of e-mails and of errors. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The users for whom two-step sign-in is required. */
export const SECOND_FACTOR_DEMANDS = ['nobody', 'superusers'] as const;
export type SecondFactorDemand = (typeof SECOND_FACTOR_DEMANDS)[number];
