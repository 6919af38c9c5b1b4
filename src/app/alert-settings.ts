import type { AlertSettings } from '../alerts/settings.ts';
import type { Config } from '../config.ts';

/** Whom alerts go to, and by which ways. */
export function alertSettingsOf({ alerts, publicUrl, timezone }: Config): AlertSettings {
  const { smtpUrl, from, emails, language, webhook } = alerts;
  const mail = smtpUrl === null ? null : { smtpUrl, from, recipients: emails, language };
  return { mail, webhook, publicUrl, timezone };
}
