import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env.SHOP_API ?? 'http://localhost:3000';

export default defineConfig({
  root: import.meta.dirname,
  // The page works wherever it is mounted.
  base: './',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What the login needs, and everything after it.
            { name: 'frame', tags: ['$initial'], priority: 2 },
            // What pages share, in one file and not in dozens of tiny ones. What one page alone needs stays with it.
            { name: 'pages', minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { '/api': api } },
});
