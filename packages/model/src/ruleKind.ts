import type { RuleKind } from '@oidc-admin/contract';

const kinds: Readonly<Record<string, RuleKind>> = {
  type: 'type',
  minLength: 'minLength',
  maxLength: 'maxLength',
  pattern: 'pattern',
  enum: 'enum',
  const: 'enum',
  format: 'format',
  minimum: 'minimum',
  exclusiveMinimum: 'minimum',
  maximum: 'maximum',
  exclusiveMaximum: 'maximum',
  required: 'required',
  additionalProperties: 'unknownProperty',
  unevaluatedProperties: 'unknownProperty',
};

/** The kind of rule that a keyword of JSON Schema states; a keyword without a kind of its own counts as `type`. */
export function ruleKindOf(keyword: string): RuleKind {
  return kinds[keyword] ?? 'type';
}
