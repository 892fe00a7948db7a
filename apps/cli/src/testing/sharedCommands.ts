import { asCodeCommands } from '../cliApi.ts';

/** Every command that belongs to no API. */
export const sharedCommands: readonly string[] = [
  'doctor',
  'rotate-secret',
  ...Object.keys(asCodeCommands),
  'completion',
  'undo',
  'context add',
  'context list',
  'context use',
  'context remove',
];
