import { defineConfig } from 'vite';
import { shell } from '../../tools/federation.ts';

export default defineConfig(shell());
