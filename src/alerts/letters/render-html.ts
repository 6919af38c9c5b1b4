import type { LetterParts } from './compose.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

const ACCENTS: Readonly<Record<LetterParts['event'], string>> = {
  opened: '#b42318',
  recovered: '#027a48',
  account: '#0e5a61',
  test: '#0e5a61',
};

function button({ label, url }: { readonly label: string; readonly url: string }): string {
  return `<tr><td style="padding:4px 32px 32px">
<a href="${escapeHtml(url)}" style="display:inline-block;padding:11px 20px;border-radius:6px;background:#1d2939;color:#ffffff;font-size:15px;font-weight:600;text-decoration:none">${escapeHtml(label)}</a>
</td></tr>`;
}

/** Mail programs support tables and inline styles only; images and fonts are not loaded. */
export function renderHtml(parts: LetterParts): string {
  const { language, event, title, paragraphs, link, signature } = parts;
  const accent = ACCENTS[event];
  const blocks = paragraphs.map(
    ({ heading, lines }) => `<tr><td style="padding:0 32px 20px">
<p style="margin:0 0 4px;font-size:12px;font-weight:600;letter-spacing:.06em;text-transform:uppercase;color:#667085">${escapeHtml(heading)}</p>
${lines.map((line) => `<p style="margin:0 0 6px;font-size:15px;line-height:1.5;color:#1d2939">${escapeHtml(line)}</p>`).join('\n')}
</td></tr>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;padding:24px 12px;background:#f2f4f7;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;background:#ffffff;border-radius:8px;border-top:4px solid ${accent}">
<tr><td style="padding:28px 32px 20px">
<p style="margin:0 0 8px;font-size:13px;font-weight:600;color:#667085">Taquilla</p>
<h1 style="margin:0;font-size:22px;line-height:1.3;color:#101828">${escapeHtml(title)}</h1>
</td></tr>
${blocks.join('\n')}
${link === null ? '' : button(link)}
</table>
<p style="margin:16px 0 0;font-size:12px;color:#667085">${escapeHtml(signature)}</p>
</td></tr></table>
</body>
</html>
`;
}
