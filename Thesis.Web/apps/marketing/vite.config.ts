import { defineConfig } from 'vite';
import { portal } from '../../tools/federation.ts';

export default defineConfig(portal('marketing', []));
