import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run demo` or `serve` listens while one works on the panel. */
const SERVER = 'http://127.0.0.1:8000';

export default defineConfig({
  // The path of the Django admin that this one stands in for.
  base: '/admin/sync_woocommerce/',
  plugins: [react()],
  // The server puts a nonce there, another one each time.
  html: { cspNonce: '__STYLE_NONCE__' },
  // A script inlined into the page would be refused by the server's content security policy.
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false }, manifest: true },
  server: { proxy: { '/api': SERVER } },
});
