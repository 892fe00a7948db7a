import type { Behaviours } from '../behaviour.ts';
import { coding } from './coding.ts';
import { connection } from './connection.ts';
import { framing } from './framing.ts';
import { json } from './json.ts';
import { redirects } from './redirects.ts';
import { secrets } from './secrets.ts';
import { size } from './size.ts';
import { statuses } from './status.ts';
import { text } from './text.ts';
import { timing } from './timing.ts';

/** Every behaviour, by its kind and its name; each kind has a file. */
export const behaviours = {
  framing,
  timing,
  size,
  coding,
  text,
  json,
  status: statuses,
  redirects,
  connection,
  secrets,
} satisfies Readonly<Record<string, Behaviours>>;
