import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// In development the dashboard's server answers everything that is not the page itself.
const server = process.env.DASHBOARD_URL ?? 'http://localhost:18888';

export default defineConfig({
  plugins: [react()],
  build: { sourcemap: false, target: 'es2023', cssTarget: ['chrome123', 'firefox121', 'safari17.5'] },
  server: { proxy: { '/api': server, '^/login\\?t=': server } },
  test: { include: ['test/**/*.test.ts'], testTimeout: 20_000, hookTimeout: 120_000 },
});
