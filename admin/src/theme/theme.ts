import type { RaThemeOptions } from 'react-admin';
import { componentStyles } from './component-styles.ts';
import { DARK, LIGHT, type Palette, TONES } from './palette.ts';

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif';
export const MONO =
  'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

function themeOf(mode: 'light' | 'dark', colors: Palette): RaThemeOptions {
  const main = (color: string, contrastText: string = colors.card) => ({ main: color, contrastText });
  const weight = (fontWeight: number, letterSpacing: string) => ({ fontWeight, letterSpacing });
  return {
    palette: {
      mode,
      primary: { main: colors.brand, dark: colors.brandStrong, contrastText: colors.onBrand },
      secondary: main(colors.accent),
      success: main(colors.good),
      warning: main(colors.warn),
      error: main(colors.bad),
      info: main(colors.live),
      background: { default: colors.paper, paper: colors.card },
      text: { primary: colors.ink, secondary: colors.soft },
      divider: colors.line,
      tones: Object.fromEntries(
        TONES.map((tone) => [tone, { ink: colors[tone], paper: colors[`${tone}Paper`] }]),
      ),
      raised: colors.raised,
      side: colors.side,
    } as NonNullable<RaThemeOptions['palette']>,
    shape: { borderRadius: 10 },
    typography: {
      fontFamily: FONT,
      fontSize: 14,
      h1: { fontSize: '1.625rem', lineHeight: 1.25, ...weight(650, '-0.02em') },
      h2: { fontSize: '1.0625rem', lineHeight: 1.35, ...weight(650, '-0.01em') },
      h3: { fontSize: '0.9375rem', lineHeight: 1.4, ...weight(650, '-0.005em') },
      h6: { fontSize: '1.0625rem', lineHeight: 1.35, ...weight(650, '-0.01em') },
      subtitle2: { fontWeight: 600 },
      overline: { fontSize: '0.6875rem', lineHeight: 1.6, fontWeight: 650, letterSpacing: '0.07em' },
      button: { textTransform: 'none', fontWeight: 600 },
    },
    components: componentStyles(colors, mode) ?? {},
  };
}

export const lightTheme = themeOf('light', LIGHT);
export const darkTheme = themeOf('dark', DARK);
