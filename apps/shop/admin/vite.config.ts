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
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) => `assets/${name.split('~', 1).join('')}-[hash].js`,
        // Files that share code may need each other: modules still run in the order of their imports.
        strictExecutionOrder: true,
        // What several pages share comes in a few files and not in dozens of tiny ones.
        codeSplitting: { groups: [{ name: 'shared', entriesAware: true, entriesAwareMergeThreshold: 40_000 }] },
      },
    },
  },
  server: { port: 5173, proxy: { '/api': api } },
});
