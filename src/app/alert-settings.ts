import type { AlertSettings } from '../alerts/channels/alert-settings.ts';
import type { Config } from './config/config.ts';

/** The recipients of alerts, and the channels. */
export function alertSettingsOf({ alerts, publicUrl, timezone }: Config): AlertSettings {
  const { smtpUrl, from, emails, language, webhook } = alerts;
  const mail = smtpUrl === null ? null : { smtpUrl, from, recipients: emails, language };
  return { mail, webhook, publicUrl, timezone };
}
