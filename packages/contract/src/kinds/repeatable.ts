import { promise } from './kindDefinition.ts';

export const repeatableKind = promise('memory', 'a repeated operation has the same effect');
