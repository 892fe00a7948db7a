import { serveMocks } from './mock/serveMocks.ts';

process.exitCode = await serveMocks(process.argv.slice(2));
