import type { Tone } from './palette.ts';

type Tones = Readonly<Record<Tone, { readonly ink: string; readonly paper: string }>>;

declare module '@mui/material/styles' {
  interface Palette {
    readonly tones: Tones;
    readonly raised: string;
    readonly side: string;
  }
}
