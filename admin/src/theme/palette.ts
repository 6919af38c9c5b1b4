/**
 * Petrol on paper, with marigold for what needs attention. Each pair of text and background has a contrast of
 * at least 4.5 to 1.
 */
export const LIGHT = {
  paper: '#f6f4ef',
  card: '#ffffff',
  raised: '#fbfaf7',
  ink: '#1c2526',
  soft: '#566365',
  line: '#e3dfd6',
  brand: '#0e5a61',
  brandStrong: '#0a444a',
  onBrand: '#ffffff',
  accent: '#8a5600',
  side: '#0c3a40',
  good: '#1e6b45',
  goodPaper: '#e3f2ea',
  warn: '#8a5200',
  warnPaper: '#fdf0d7',
  bad: '#a3262a',
  badPaper: '#fbe7e6',
  live: '#1c5a9c',
  livePaper: '#e3eefa',
  quiet: '#55605f',
  quietPaper: '#ecebe6',
} as const;

export type Palette = { readonly [K in keyof typeof LIGHT]: string };

export const DARK: Palette = {
  paper: '#101618',
  card: '#182022',
  raised: '#1d2729',
  ink: '#e8eceb',
  soft: '#a2afb0',
  line: '#2c3739',
  brand: '#74c9c6',
  brandStrong: '#95d9d6',
  onBrand: '#06282b',
  accent: '#f4bd62',
  side: '#0a2b30',
  good: '#7fd6a6',
  goodPaper: '#163527',
  warn: '#f4bd62',
  warnPaper: '#3a2c12',
  bad: '#ff9b94',
  badPaper: '#42201f',
  live: '#8fc1f5',
  livePaper: '#17304a',
  quiet: '#aab5b5',
  quietPaper: '#293234',
};

/** The meaning of a state, which decides its colour. */
export type Tone = 'good' | 'warn' | 'bad' | 'live' | 'quiet';
export const TONES: readonly Tone[] = ['good', 'warn', 'bad', 'live', 'quiet'];
