import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // The path of the Django admin that this one stands in for.
  base: '/admin/sync_woocommerce/',
  plugins: [react()],
  // A script inlined into the page would be refused by the server's content security policy.
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
