import { promise } from './kindDefinition.ts';

export const charactersKind = promise('memory', 'every kind of text reads back exactly as sent');
