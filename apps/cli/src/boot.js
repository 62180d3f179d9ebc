#!/usr/bin/env node
// Plain JavaScript with a cache of compiled modules: starts in half the time.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/gatehouse'));
await import('./main.ts');
