import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Auth } from './auth/Auth.tsx';
import { followLanguage } from './i18n/language.ts';
import { newAddressOf } from './old-addresses.ts';
import { followColorMode } from './theme/color-mode.ts';
import './auth/auth.css';

const BASE = import.meta.env.BASE_URL;

const moved = newAddressOf(location.pathname.slice(BASE.length));
if (moved !== null) history.replaceState(null, '', `${BASE}${moved}`);
followLanguage();
followColorMode();

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the admin.');
createRoot(root).render(
  <StrictMode>
    <Auth />
  </StrictMode>,
);
