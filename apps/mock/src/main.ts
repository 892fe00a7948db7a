import { serveMocks } from './serveMocks.ts';

process.exitCode = await serveMocks(process.argv.slice(2));
