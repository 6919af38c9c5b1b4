import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Libraries that at least so many modules of the panel need are fetched as one file, which packs better than sixty. */
const SHARED_BY = 16;

/** Where `npm run demo` or `serve` listens while one works on the panel. */
const SERVER = 'http://127.0.0.1:8000';

export default defineConfig({
  // The path of the Django admin that this panel replaces.
  base: '/admin/sync_woocommerce/',
  plugins: [react()],
  // The server puts a nonce there, another one each time.
  html: { cspNonce: '__STYLE_NONCE__' },
  // A script inlined into the page would be refused by the server's content security policy.
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // All that the sign-in needs of them.
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 2 },
            { name: 'library', test: /node_modules/, minShareCount: SHARED_BY, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': SERVER } },
});
