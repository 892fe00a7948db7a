import { promise } from './kindDefinition.ts';

export const separateKind = promise('memory', 'two resources share nothing');
