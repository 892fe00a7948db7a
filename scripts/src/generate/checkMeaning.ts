import { below, isObject } from '@oidc-admin/contract';
import type { Misspelling } from './checkWords.ts';
import { nearest } from './nearest.ts';
import { holdsData } from './openApiWords.ts';

type Plain = Readonly<Record<string, unknown>>;

/** The types that each limit says something of. */
const limitsOf: Readonly<Record<string, readonly string[]>> = {
  minLength: ['string'],
  maxLength: ['string'],
  pattern: ['string'],
  minimum: ['integer', 'number'],
  maximum: ['integer', 'number'],
  exclusiveMinimum: ['integer', 'number'],
  exclusiveMaximum: ['integer', 'number'],
  multipleOf: ['integer', 'number'],
  minItems: ['array'],
  maxItems: ['array'],
  uniqueItems: ['array'],
  minProperties: ['object'],
  maxProperties: ['object'],
};

const mediaTypes = [
  'application/json',
  'application/merge-patch+json',
  'application/json-patch+json',
  'application/problem+json',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  'application/xml',
  'multipart/form-data',
  'text/html',
  'text/plain',
] as const;

/** The first halves of media types; source: the registry of IANA. */
const sorts =
  /^(?:application|audio|example|font|haptics|image|message|model|multipart|text|video|\*)\//;

/** Names that vendors and people give (RFC 6838): none of them is a misspelling of a registered one. */
const ofVendors = /^[a-z]+\/(?:vnd|prs|x)[.-]/;

/** What has the form that OpenAPI asks for, and cannot be meant: it would be ignored, or no client could send it. */
export function checkMeaning(document: unknown): readonly Misspelling[] {
  if (!isObject(document)) return [];
  const found: Misspelling[] = [...inServers(document['servers'])];
  const visited = new Set<object>();
  function visit(node: unknown, pointer: string, inNames: boolean): void {
    if (typeof node !== 'object' || node === null || visited.has(node)) return;
    visited.add(node);
    const plain = node as Plain;
    if (!inNames) found.push(...inLimits(plain, pointer), ...inContent(plain['content'], pointer));
    for (const [key, value] of Object.entries(plain)) {
      if (!inNames && (key.startsWith('x-') || holdsData.has(key))) continue;
      const at = below(pointer, key);
      if (
        !inNames &&
        (key === 'get' || key === 'head') &&
        isObject(value) &&
        'requestBody' in value
      )
        found.push({
          pointer: below(at, 'requestBody'),
          reason: `a ${key.toUpperCase()} request has no body`,
        });
      visit(
        value,
        at,
        !inNames && (key === 'properties' || key === 'schemas' || key === 'content'),
      );
    }
  }
  visit(document['paths'], '/paths', false);
  visit(document['components'], '/components', false);
  return found;
}

function inServers(servers: unknown): readonly Misspelling[] {
  return (Array.isArray(servers) ? (servers as readonly unknown[]) : []).flatMap(
    (server, index) => {
      const url = isObject(server) ? server['url'] : undefined;
      return typeof url !== 'string' || /^(?:https?:\/\/|\/|\{)/.test(url)
        ? []
        : [
            {
              pointer: below('', 'servers', index, 'url'),
              reason: `'${url}' is no URL: it begins neither with https:// nor with /`,
            },
          ];
    },
  );
}

function inLimits(schema: Plain, pointer: string): readonly Misspelling[] {
  const { type } = schema;
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  if (type === undefined || !types.every((one) => typeof one === 'string')) return [];
  return Object.entries(limitsOf).flatMap(([keyword, of]) =>
    schema[keyword] === undefined || of.some((one) => types.includes(one))
      ? []
      : [
          {
            pointer: below(pointer, keyword),
            reason: `${keyword} says nothing of the type ${types.join(', ')}, only of ${of.join(', ')}`,
          },
        ],
  );
}

function inContent(content: unknown, pointer: string): readonly Misspelling[] {
  return Object.keys(isObject(content) ? content : {}).flatMap((name) => {
    const [plain = ''] = name.toLowerCase().split(';');
    if (mediaTypes.some((one) => one === plain) || ofVendors.test(plain)) return [];
    const meant = nearest(plain, mediaTypes);
    if (meant === undefined && sorts.test(plain)) return [];
    return [
      {
        pointer: below(pointer, 'content', name),
        reason: `'${name}' is no media type${meant === undefined ? '' : `; nearest: ${meant}`}`,
      },
    ];
  });
}
