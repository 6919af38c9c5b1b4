import type { AlertSettings } from '../alerts/channels/alert-settings.ts';
import type { Config } from './config/config.ts';

/** Whom alerts go to, and by which ways. */
export function alertSettingsOf({ alerts, publicUrl, timezone }: Config): AlertSettings {
  const { smtpUrl, from, emails, language, webhook } = alerts;
  const mail = smtpUrl === null ? null : { smtpUrl, from, recipients: emails, language };
  return { mail, webhook, publicUrl, timezone };
}
