import { defineConfig } from '@hey-api/openapi-ts';

export default defineConfig({
  input: '../../../Thesis.Contracts/OpenApi/openapi.json',
  // The generator does not write for exactOptionalPropertyTypes; what uses its output is checked with it.
  output: { path: 'src/generated', clean: true, header: ['// @ts-nocheck'] },
  plugins: [
    { name: '@hey-api/client-fetch', runtimeConfigPath: '@thesis/api', throwOnError: true },
    '@hey-api/typescript',
    { name: '@hey-api/sdk', validator: false },
    { name: '@tanstack/react-query', mutationOptions: false, infiniteQueryOptions: true },
  ],
});
