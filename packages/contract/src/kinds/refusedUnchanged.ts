import { promise } from './kindDefinition.ts';

export const refusedUnchangedKind = promise('memory', 'a refused request changed nothing');
