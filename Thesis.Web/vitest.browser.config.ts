import { defineConfig } from 'vitest/config';

// In Chromium, against the built portals: npm run build first.
export default defineConfig({ test: { include: ['test/browser/**/*.test.ts'], testTimeout: 90_000, hookTimeout: 60_000, maxWorkers: 2 } });
