import { defineConfig } from 'vite';
import { portal, WITH_PICKERS } from '../../tools/federation.ts';

export default defineConfig(portal('donor', WITH_PICKERS));
