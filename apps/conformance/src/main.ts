#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Taking the types out of some 800 files and compiling them takes half a second. In the folder of the program, as what others
// may write to would be run.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compile'));
const { runMain } = await import('./runMain.ts');
await runMain();
