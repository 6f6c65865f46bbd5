import { defineConfig } from '@hey-api/openapi-ts';

export default defineConfig({
  input: '../../../Thesis.Contracts/OpenApi/openapi.json',
  // The generator does not write for exactOptionalPropertyTypes; what uses its output is checked with it.
  output: { path: 'src/generated', clean: true, header: ['// @ts-nocheck'] },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', { name: '@hey-api/sdk', validator: false }],
});
