/** The lists that can be exported. */
export type ExportList = 'tickets' | 'orders' | 'refunds' | 'check-ins' | 'payouts' | 'changes';

export const EXPORT_FORMATS = ['csv', 'xlsx', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** `es` is the same as `es-CL`: a semicolon between columns and a comma before decimals. */
export const EXPORT_LOCALES = ['en', 'es', 'es-CL'] as const;
export type ExportLocale = (typeof EXPORT_LOCALES)[number];
