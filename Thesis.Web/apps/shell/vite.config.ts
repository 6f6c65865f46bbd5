import { defineConfig } from 'vite';
import { shell } from '../../tools/federation.ts';

<<<<<<< HEAD
export default defineConfig(shell());
=======
// In development the BFF answers everything that is not the page itself.
const bff = process.env.BFF_URL ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [react()],
  build: { sourcemap: false, target: 'es2022' },
  server: { proxy: { '/api': bff, '/bff': bff, '/connect': bff, '/account': bff, '/hubs': { target: bff, ws: true } } },
});
>>>>>>> main
